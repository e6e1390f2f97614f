// The bar that offers a new version. Nothing changes before a person says so, and not before the app has stored what
// is being written: it is asked with an event `otozure:flush` on window, and puts a promise into `detail.waitUntil`.

import { button, element } from "./panels.js";

const NOT_STORED = "書いたものを端末に保存できなかったので、更新しませんでした。保存されたことを確かめてから、もう一度押してください。";

export function offerUpdate(accept) {
  show("新しい版があります。", "いま更新", accept);
}

// Another page of this browser took the new version.
export function offerReload() {
  show("新しい版になりました。この画面はまだ前の版です。", "読み直す", () => location.reload());
}

function show(text, action, accept) {
  document.getElementById("boot-bar")?.remove();
  const bar = element("section", "boot-bar");
  bar.id = "boot-bar";
  bar.setAttribute("aria-label", "更新");
  const line = element("p", "boot-bar-line", text);
  line.setAttribute("role", "status");
  const now = button(action, async () => {
    now.disabled = true;
    if (await everythingStored()) {
      accept();
    } else {
      line.textContent = NOT_STORED;
      now.disabled = false;
    }
  });
  const later = button("あとで", () => bar.remove(), true);
  bar.append(line, now, later);
  document.body.append(bar);
}

// Whether all that was being written is stored on this device.
async function everythingStored() {
  const waitUntil = [];
  window.dispatchEvent(new CustomEvent("otozure:flush", { detail: { waitUntil } }));
  const results = await Promise.allSettled(waitUntil);
  return results.every((result) => result.status === "fulfilled");
}
