// The panels of last resort. They need nothing of the app, which may not be running. Every sentence of this folder that
// a person reads is here or in update-bar.js.

const KEPT = "これまでに書いたものは、この端末に残っています。消えてはいません。";

// An element with a class and a text. Never markup.
export function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// A button with a finger's size.
export function button(text, onPress, quiet = false) {
  const made = element("button", quiet ? "boot-button boot-button-quiet" : "boot-button", text);
  made.type = "button";
  made.addEventListener("click", onPress);
  return made;
}

function show(title, lines, detail, action) {
  document.getElementById("boot-panel")?.remove();
  document.getElementById("shell")?.remove();
  const panel = element("section", "boot-panel");
  panel.id = "boot-panel";
  panel.setAttribute("role", "alertdialog");
  panel.setAttribute("aria-labelledby", "boot-panel-title");
  const text = element("div", "boot-panel-text");
  const heading = element("h1", "boot-panel-title", title);
  heading.id = "boot-panel-title";
  text.append(heading, ...lines.map((line) => element("p", "boot-panel-line", line)));
  if (action !== undefined) text.append(action);
  if (detail) text.append(element("p", "boot-detail", `係の人に伝えること: ${detail}`));
  panel.append(text);
  document.body.append(panel);
  action?.focus();
}

function reloadButton() {
  return button("もう一度開く", () => location.reload());
}

export function showFailedStart(detail) {
  const lines = [KEPT, "もう一度開いてみてください。何度か試しても開けないときは、端末を再起動してください。"];
  show("画面を開けませんでした", lines, detail, reloadButton());
}

export function showStopped(detail) {
  const lines = [`プログラムの中で思わぬことが起き、この画面は動かなくなりました。${KEPT}`, "もう一度開くと、続きから使えます。"];
  show("プログラムが止まりました", lines, detail, reloadButton());
}

export function showUnsupported(missing) {
  const elsewhere = "これまでに別のブラウザーで書いたものは、そのブラウザーの中に残っています。";
  const lines = window.isSecureContext
    ? [
        "iPad と iPhone では iPadOS・iOS 16.4 以上の Safari、ほかの端末では新しい Chrome、Edge、Firefox を使ってください。",
        "プライベートブラウズ（シークレット）で開いているときは、ふつうの画面で開き直してください。",
      ]
    : ["この住所（アドレス）では安全な保存ができません。「https://」で始まる住所で開き直してください。"];
  lines.push(elsewhere);
  show("このブラウザーでは使えません", lines, `使えない機能 ${missing.join("、")}`);
}
