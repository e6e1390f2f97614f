// A person's device in the other engine: WebKit as Debian builds it for GTK, driven by the W3C WebDriver protocol. What
// it stores lasts as long as the browser runs. There is no way to cut its network: the relay is ended instead.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { until } from "./device.mjs";
import { collectLines } from "./lines.mjs";
import { temporaryFolder } from "./paths.mjs";
import { orTell } from "./shown.mjs";

// How long one command of the browser may take, in milliseconds.
const COMMAND_MS_MAX = 90_000;
// By what name the protocol hands out elements.
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const LIBRARIES = "/usr/lib/x86_64-linux-gnu";

// The browser beside the driver; OTOZURE_MINIBROWSER names another.
function browser() {
  if (process.env.OTOZURE_MINIBROWSER) return process.env.OTOZURE_MINIBROWSER;
  const folders = existsSync(LIBRARIES) ? readdirSync(LIBRARIES).filter((name) => name.startsWith("webkit2gtk-")) : [];
  const found = folders.map((name) => join(LIBRARIES, name, "MiniBrowser")).find((file) => existsSync(file));
  assert.ok(found, "there is no MiniBrowser: install Debian's webkit2gtk-driver (cargo xtask tools)");
  return found;
}

// Starts a program that ends with this one. It fails if the program is not there.
function start(program, words, env) {
  const child = spawn(program, words, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "ignore"] });
  const endWithThisProcess = () => child.kill("SIGKILL");
  process.once("exit", endWithThisProcess);
  child.once("exit", () => process.off("exit", endWithThisProcess));
  const failed = new Promise((_, reject) => child.once("error", reject));
  failed.catch(() => {});
  return { child, failed };
}

// A port that nobody listens on.
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// Starts a screen that nobody sees, the driver and a browser. `page` is what the helpers of these journeys need of a page.
//   page.goto(address), page.reload()
//   page.evaluate(what, words)   runs a function in the page, as Playwright does
//   page.element(how, words)     waits for the element that a function finds in the page
//   page.click(element), page.type(element, text)
//   close()                      ends all three
export async function launchWebKit() {
  const screen = start("Xvfb", ["-displayfd", "1", "-screen", "0", "820x1180x24", "-nolisten", "tcp"], {});
  const ended = [screen.child];
  try {
    const lines = collectLines(screen.child.stdout, "Xvfb");
    const display = await Promise.race([lines.find((line) => line.match(/^(\d+)$/)?.[1]), screen.failed]);
    const port = await freePort();
    const driver = start("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], {
      DISPLAY: `:${display}`,
      HOME: temporaryFolder("webkit"),
      LANG: "ja_JP.UTF-8",
      LIBGL_ALWAYS_SOFTWARE: "1",
      NO_AT_BRIDGE: "1",
      TZ: "Asia/Tokyo",
      // Containers have no user namespaces for its sandbox; what runs in it here is this project's own.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    });
    ended.unshift(driver.child);
    const root = `http://127.0.0.1:${port}`;
    await Promise.race([until(() => ask(`${root}/status`, "GET").then(({ ready }) => ready, () => false)), driver.failed]);
    const options = { "webkitgtk:browserOptions": { binary: browser(), args: ["--automation"] } };
    const { sessionId } = await ask(`${root}/session`, "POST", { capabilities: { alwaysMatch: options } });
    const session = `${root}/session/${sessionId}`;
    await ask(`${session}/timeouts`, "POST", { script: COMMAND_MS_MAX, pageLoad: COMMAND_MS_MAX });
    const close = async () => {
      await ask(session, "DELETE").catch(() => {});
      for (const child of ended) child.kill("SIGTERM");
    };
    return { page: pageOf(session), close };
  } catch (error) {
    for (const child of ended) child.kill("SIGKILL");
    throw error;
  }
}

// One command; gives its value, and fails as the browser says.
async function ask(address, method, body) {
  const headers = { "content-type": "application/json" };
  const signal = AbortSignal.timeout(COMMAND_MS_MAX);
  const answer = await fetch(address, { method, headers, signal, body: body && JSON.stringify(body) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${address}: ${value.error}: ${value.message}`);
  return value;
}

function pageOf(session) {
  const post = (what, body) => ask(`${session}/${what}`, "POST", body);
  const page = {
    goto: (url) => post("url", { url }),
    reload: () => post("refresh", {}),
    evaluate: async (what, words) => {
      const script = `const done = arguments[1];
        Promise.resolve().then(() => (${what})(arguments[0]))
          .then((value) => done({ value: value ?? null }), (error) => done({ error: String(error) }));`;
      const { value, error } = await post("execute/async", { script, args: [words ?? null] });
      if (error) throw new Error(error);
      return value;
    },
    // A page that is being loaded anew has nothing yet: then it is asked again.
    whenTrue: (what, words) => orTell(page, until(() => page.evaluate(what, words).catch(() => false))),
    element: async (what, words) => {
      let found;
      await orTell(page, until(async () => (found = await page.evaluate(what, words).catch(() => null))));
      return found[ELEMENT];
    },
    click: (element) => post(`element/${element}/click`, {}),
    type: (element, text) => post(`element/${element}/value`, { text }),
    clear: (element) => post(`element/${element}/clear`, {}),
  };
  return page;
}
