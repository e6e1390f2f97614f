// The shell of the app: it starts without a network, it never starts from a half-filled or altered store of files, it
// asks before it changes, and when it cannot run it says so.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launchDevice, whenOfflineReady, whenReady } from "./lib/device.mjs";
import { screenshot } from "./lib/screenshot.mjs";
import { startServer } from "./lib/server.mjs";
import { changeFile, changeWorker, copyOfApp, versionOf } from "./lib/versions.mjs";

// A relay and a device that end with the test.
async function relayAndDevice(t, options) {
  const relay = await startServer(options);
  t.after(() => relay.kill());
  const device = await launchDevice("shell");
  t.after(() => device.close());
  return { relay, device };
}

// The same relay with another build of the app.
async function serveInstead(t, relay, app) {
  await relay.stop();
  const next = await startServer({ data: relay.data, port: relay.port, app, links: false });
  t.after(() => next.kill());
  return next;
}

// Asks for a new version and waits for what becomes of it: "installed" (it waits) or "redundant" (it was refused).
function updateOutcome(page) {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const found = new Promise((resolve) => registration.addEventListener("updatefound", resolve, { once: true }));
    registration.update().catch(() => {});
    await found;
    const worker = registration.installing ?? registration.waiting;
    return new Promise((resolve) => {
      const look = () => {
        if (["installed", "redundant"].includes(worker.state)) resolve(worker.state);
      };
      worker.addEventListener("statechange", look);
      look();
    });
  });
}

// The page says its version as soon as it is being put together, which a page that is being loaded anew is not yet.
const versionShown = async (page) => {
  const version = await page.waitForFunction(() => document.documentElement.dataset.version);
  return version.jsonValue();
};
const cacheNames = (page) => page.evaluate(() => caches.keys());

test("after one visit the app opens at any address while the relay is gone", async (t) => {
  const { relay, device } = await relayAndDevice(t);
  await device.open(`${relay.url}/`);
  await whenOfflineReady(device.page);
  await relay.kill();
  await device.offline(true);
  await device.page.reload();
  await whenReady(device.page);
  await device.open(`${relay.url}/visits/an-address-never-opened-before?from=home#part`);
  assert.equal(await device.page.locator("#shell").count(), 0, "the static shell makes room for the app");
  await screenshot(device.page, "shell-offline");
  await device.kill();
  await device.restart();
  await device.offline(true);
  await device.open(`${relay.url}/today`);
  device.quiet();
});

test("a first version with a file that is not what its list says is never used", async (t) => {
  const app = copyOfApp();
  changeWorker(app, (worker) => worker.replace(/(app_bg\.wasm","sha384-)..../, "$1AAAA"));
  const { relay, device } = await relayAndDevice(t, { app });
  await device.open(`${relay.url}/`);
  await device.page.waitForFunction(() => document.documentElement.dataset.offline !== undefined);
  assert.equal(await device.page.evaluate(() => document.documentElement.dataset.offline), "none");
  assert.equal(await device.page.evaluate(() => navigator.serviceWorker.controller), null);
  assert.deepEqual(await cacheNames(device.page), [], "a half-filled store of files is left behind");
});

test("a bad new version leaves the old one in use, also without a network", async (t) => {
  const { relay, device } = await relayAndDevice(t);
  await device.open(`${relay.url}/`);
  await whenOfflineReady(device.page);
  const old = await versionShown(device.page);
  const bad = copyOfApp();
  changeFile(bad, "index.html", (page) => page.replace("<body>", "<body data-next>"));
  changeWorker(bad, (worker) => worker.replace(/(app_bg\.wasm","sha384-)..../, "$1AAAA"));
  const next = await serveInstead(t, relay, bad);
  assert.equal(await updateOutcome(device.page), "redundant");
  assert.deepEqual(await cacheNames(device.page), [`app-${old}`]);
  await next.kill();
  await device.offline(true);
  await device.open(`${relay.url}/today`);
  assert.equal(await device.page.locator("body[data-next]").count(), 0);
  device.quiet();
});

test("a new version asks first, and waits until what is being written is stored", async (t) => {
  const { relay, device } = await relayAndDevice(t);
  const { page } = device;
  await device.open(`${relay.url}/`);
  await whenOfflineReady(page);
  const old = await versionShown(page);
  const app = copyOfApp();
  changeFile(app, "index.html", (text) => text.replace("<body>", "<body data-next>"));
  await serveInstead(t, relay, app);
  assert.equal(await updateOutcome(page), "installed");
  const bar = page.locator("#boot-bar");
  await bar.getByText("新しい版があります").waitFor();
  await screenshot(page, "shell-new-version");

  // Later: nothing happens, and a reload is still the old version, which offers again.
  await bar.getByRole("button", { name: "あとで" }).click();
  assert.equal(await bar.count(), 0);
  await page.reload();
  await whenReady(page);
  assert.equal(await page.locator("body[data-next]").count(), 0);

  // What is being written cannot be stored: no update.
  await page.evaluate(() => {
    window.stored = Promise.withResolvers();
    window.addEventListener("otozure:flush", (event) => event.detail.waitUntil.push(window.stored.promise));
  });
  const now = bar.getByRole("button", { name: "いま更新" });
  await now.click();
  assert.ok(await now.isDisabled(), "the bar waits for the app");
  await page.evaluate(() => window.stored.reject(new Error("disk is full")));
  await bar.getByText("保存できなかったので、更新しませんでした").waitFor();
  assert.equal(await versionShown(page), old);

  // It is stored: one reload, and the new version is there, also without a network.
  await page.evaluate(() => {
    window.stored = { promise: Promise.resolve() };
  });
  await now.click();
  await page.locator("body[data-next]").waitFor();
  await whenOfflineReady(page);
  assert.equal(await versionShown(page), versionOf(app));
  assert.deepEqual(await cacheNames(page), [`app-${old}`, `app-${versionOf(app)}`], "one version before is kept");
  device.quiet();
});

test("a file that is missing or altered on the device is fetched again", async (t) => {
  const { relay, device } = await relayAndDevice(t);
  const { page } = device;
  await device.open(`${relay.url}/`);
  await whenOfflineReady(page);
  const cache = `app-${await versionShown(page)}`;
  await page.evaluate(async (name) => {
    const cache = await caches.open(name);
    await cache.delete("/manifest.webmanifest");
    await cache.put("/icons/mark.svg", new Response("<svg/>"));
  }, cache);
  await page.reload();
  await whenOfflineReady(page);
  const [manifest, mark] = await page.evaluate(async (name) => {
    const cache = await caches.open(name);
    const text = async (address) => (await cache.match(address))?.text();
    return [await text("/manifest.webmanifest"), await text("/icons/mark.svg")];
  }, cache);
  assert.equal(JSON.parse(manifest).id, "/");
  assert.match(mark, /viewBox/);
});

test("a part of the app that is not there says so, and opens once it can be fetched", async (t) => {
  const { relay, device } = await relayAndDevice(t);
  const { page } = device;
  await device.open(`${relay.url}/`);
  await whenOfflineReady(page);
  // Every module but the first one: the parts, which wait in the cache until one of their pages is opened.
  const removed = await page.evaluate(async (name) => {
    const cache = await caches.open(name);
    const parts = (await cache.keys()).filter(({ url }) => /(split|chunk)_\w+\.wasm$/.test(url));
    return Promise.all(parts.map((part) => cache.delete(part)));
  }, `app-${await versionShown(page)}`);
  assert.ok(removed.length > 1 && removed.every(Boolean), "the app has parts");
  // The browser's own cache would have them still.
  const browser = await device.context.newCDPSession(page);
  await browser.send("Network.clearBrowserCache");
  await relay.stop();
  await device.open(`${relay.url}/gallery`);
  await page.getByRole("heading", { name: "この画面を開けませんでした" }).waitFor();
  await screenshot(page, "shell-part-missing");
  const again = await startServer({ data: relay.data, port: relay.port, links: false });
  t.after(() => again.kill());
  await page.getByRole("button", { name: "もう一度開く" }).click();
  await page.getByRole("heading", { name: "部品の一覧" }).waitFor();
});

test("the browser may install the app", async (t) => {
  const { relay, device } = await relayAndDevice(t);
  await device.open(`${relay.url}/`);
  const browser = await device.context.newCDPSession(device.page);
  const { errors } = await browser.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  const { installabilityErrors } = await browser.send("Page.getInstallabilityErrors");
  assert.deepEqual(installabilityErrors, []);
});

test("a program that has stopped says so and where the words are", async (t) => {
  const { relay, device } = await relayAndDevice(t);
  const { page } = device;
  await device.open(`${relay.url}/`);
  await page.evaluate(() => window.dispatchEvent(new CustomEvent("otozure:stopped", { detail: "a reason" })));
  const panel = page.getByRole("alertdialog", { name: "プログラムが止まりました" });
  await panel.getByText("この端末に残っています").waitFor();
  await screenshot(page, "shell-stopped");
  await panel.getByRole("button", { name: "もう一度開く" }).click();
  await whenReady(page);
  assert.equal(await panel.count(), 0);
});

test("a program that cannot be loaded says so and offers to open again", async (t) => {
  const { relay, device } = await relayAndDevice(t);
  const { page } = device;
  await device.context.route("**/*.wasm", (route) => route.abort());
  await page.goto(`${relay.url}/`);
  const panel = page.getByRole("alertdialog", { name: "画面を開けませんでした" });
  await panel.getByText("この端末に残っています").waitFor();
  await screenshot(page, "shell-failed-start");
  await device.context.unroute("**/*.wasm");
  await panel.getByRole("button", { name: "もう一度開く" }).click();
  await whenReady(page);
});

test("a browser that lacks a part is told which, and what to use", async (t) => {
  const { relay, device } = await relayAndDevice(t);
  await device.page.addInitScript(() => Object.defineProperty(Navigator.prototype, "locks", { value: undefined }));
  await device.page.goto(`${relay.url}/`);
  const panel = device.page.getByRole("alertdialog", { name: "このブラウザーでは使えません" });
  await panel.getByText("Web Locks").waitFor();
  await screenshot(device.page, "shell-unsupported");
});

test("no text becomes markup or a script, not even by a policy of the text's own, and the app lives with that", async (t) => {
  const { relay, device } = await relayAndDevice(t);
  const { page } = device;
  await device.open(`${relay.url}/gallery`);
  await page.getByRole("heading", { name: "部品の一覧" }).waitFor();
  await whenOfflineReady(page);
  device.quiet();
  const outcomes = await page.evaluate(async () => {
    const rules = { createHTML: (text) => text, createScriptURL: (text) => text };
    const tries = {
      markup: () => (document.body.innerHTML = "<b>words</b>"),
      beside: () => document.body.insertAdjacentHTML("beforeend", "<b>words</b>"),
      script: () => (document.createElement("script").src = "/assets/other.js"),
      worker: () => new Worker("/service-worker.js"),
      registered: () => navigator.serviceWorker.register("/other.js"),
      again: () => window.trustedTypes.createPolicy("otozure", rules),
      other: () => window.trustedTypes.createPolicy("other", rules),
      byDefault: () => window.trustedTypes.createPolicy("default", rules),
    };
    const outcome = async (attempt) => {
      try {
        await attempt();
        return "allowed";
      } catch (error) {
        return error.name;
      }
    };
    const told = {};
    for (const [name, attempt] of Object.entries(tries)) told[name] = await outcome(attempt);
    return told;
  });
  const names = ["markup", "beside", "script", "worker", "registered", "again", "other", "byDefault"];
  assert.deepEqual(outcomes, Object.fromEntries(names.map((name) => [name, "TypeError"])));
  await page.getByRole("heading", { name: "部品の一覧" }).waitFor();
});
