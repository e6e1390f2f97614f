// A passkey on one's own phone: a finger in the place of the secret, with and without a network, never in the place of
// the device, and never the only way in. The authenticator is Chromium's own virtual one.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, launchDevice, whenOfflineReady, whenReady } from "./lib/device.mjs";
import { lookAt } from "./lib/look.mjs";
import { PIN, enrol, invite, openPage, typeSecret, whenSaved, whenStaged } from "./lib/programme.mjs";
import { screenshot } from "./lib/screenshot.mjs";
import { startServer } from "./lib/server.mjs";
import { inPage, keysOf, vaults } from "./lib/stored.mjs";

const HEADING = "指紋や顔で開く（パスキー）";
const OPEN = "指紋や顔で開く";
const ADD = "指紋や顔で開けるようにする";
let server;

before(async () => {
  const started = await startServer();
  // A passkey is made for a host with a name.
  server = { ...started, url: started.url.replace("127.0.0.1", "localhost") };
});

after(() => server?.stop());

// A phone of somebody's own, enrolled; `prf` says whether its passkeys can open a vault.
async function phone(t, name, { prf = true, enrolment = enrol } = {}) {
  const device = await launchDevice(name, { kind: PHONE });
  t.after(() => device.close());
  const { page } = device;
  const keys = await device.context.newCDPSession(page);
  await keys.send("WebAuthn.enable", { enableUI: false });
  const options = {
    protocol: "ctap2",
    ctap2Version: "ctap2_1",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
    hasPrf: prf,
  };
  const { authenticatorId } = await keys.send("WebAuthn.addVirtualAuthenticator", { options });
  const sent = [];
  page.on("request", (request) => {
    if (request.method() === "POST") sent.push({ path: new URL(request.url()).pathname, body: request.postData() ?? "" });
  });
  await enrolment(device, invite(server, "仮名 さくら"));
  await whenOfflineReady(page);
  return Object.assign(device, {
    sent,
    posted: (path) => sent.filter((request) => request.path === path),
    authenticator: (what, rest = {}) => keys.send(`WebAuthn.${what}`, { authenticatorId, ...rest }),
  });
}

// A tablet that the office looks after.
async function enrolManaged(device, link) {
  const { page } = device;
  await device.open(link);
  await page.getByLabel("読みました。事業をはなれたあとも守ります").check();
  await page.getByRole("button", { name: "つぎへ" }).click();
  await page.getByRole("radio", { name: /^事業所や県の端末/ }).check();
  await page.getByRole("group", { name: /パスコードや指紋/ }).getByRole("radio", { name: "はい" }).check();
  await page.getByRole("group", { name: /暗号化されていますか/ }).getByRole("radio", { name: "はい" }).check();
  await page.getByRole("button", { name: "つぎへ" }).click();
  await page.getByLabel("新しい暗証番号").fill(PIN);
  await page.getByLabel("確かめのため、もう一度").fill(PIN);
  await page.getByRole("button", { name: "この端末を使えるようにする" }).click();
  await page.getByRole("link", { name: "はじめる" }).click();
}

async function tryToAdd(device, pin = PIN) {
  const { page } = device;
  await openPage(device, server, "/settings");
  const setting = page.getByRole("region", { name: HEADING });
  await setting.getByLabel("いまの暗証番号（または合言葉）").fill(pin);
  await setting.getByRole("button", { name: ADD }).click();
  return setting;
}

async function add(device) {
  const setting = await tryToAdd(device);
  await setting.getByText("つぎから、指紋や顔で開けます").waitFor();
}

async function hide(page) {
  await page.getByRole("button", { name: "かくす" }).click();
  await page.getByLabel("暗証番号", { exact: true }).waitFor();
}

const byFinger = (page) => page.getByRole("button", { name: OPEN, exact: true }).click();
const isOpen = (page) => page.waitForFunction(() => !["locked", "starting"].includes(document.documentElement.dataset.stage));

test("a finger opens one's own phone, with and without a network, and what opens it is sent to nobody", async (t) => {
  const device = await phone(t, "finger");
  const { page } = device;
  const wrong = await tryToAdd(device, "00000000");
  await wrong.getByText("ちがうようです").waitFor();
  assert.equal(device.posted("/api/passkey/put").length, 0);
  await add(device);
  await page.getByText("この端末では、指紋や顔で開けます").waitFor();
  await lookAt(device, "passkey-here");

  await hide(page);
  await lookAt(device, "passkey-door");
  await byFinger(page);
  await isOpen(page);
  await whenSaved(device, ["at-server"]);
  assert.equal(device.posted("/api/signin/passkey").length, 1, "the relay was shown it too");

  await device.offline(true);
  await openPageLocked(device, "/today");
  await byFinger(page);
  await isOpen(page);
  await page.getByRole("heading", { name: "きょう" }).waitFor();
  await device.offline(false);
  await whenSaved(device, ["at-server"]);

  const put = JSON.parse(device.posted("/api/passkey/put")[0].body);
  assert.deepEqual(Object.keys(put).sort(), ["device", "member", "nonce", "passkey", "proof", "signature"]);
  assert.deepEqual(Object.keys(put.passkey).sort(), ["id", "key"]);
  const shown = JSON.parse(device.posted("/api/signin/passkey")[0].body);
  const names = ["assertion", "authenticator", "client", "device", "member", "nonce", "signature"];
  assert.deepEqual(Object.keys(shown).sort(), names);
  // What the relay may see says nothing of it either: flags, and no extension beside them.
  assert.equal(Buffer.from(shown.authenticator, "base64url").length, 37);
  // Names of fields alone: three letters in a row come about in any signature.
  for (const { path, body } of device.sent) assert.doesNotMatch(body, /"[^":,]*(prf|results|first)[^":,]*":/i, path);
  device.quiet();
});

// Loads a page anew, and stops at the door.
async function openPageLocked(device, path) {
  await device.page.goto(`${server.url}${path}`);
  await whenReady(device.page);
  assert.equal(await whenStaged(device.page), "locked");
}

test("neither a finger that is not recognised nor another authenticator opens it, and the secret does", async (t) => {
  const device = await phone(t, "other");
  const { page } = device;
  await add(device);
  await hide(page);
  await device.authenticator("setUserVerified", { isUserVerified: false });
  await byFinger(page);
  await page.getByText("確かめられませんでした").waitFor({ timeout: 90_000 });
  assert.equal(await whenStaged(page), "locked");
  await device.authenticator("setUserVerified", { isUserVerified: true });
  await device.authenticator("clearCredentials");
  await byFinger(page);
  await page.getByText("確かめられませんでした").waitFor({ timeout: 90_000 });
  assert.equal(await whenStaged(page), "locked");
  assert.equal(device.posted("/api/signin/passkey").length, 0);
  await typeSecret(page);
  await isOpen(page);
  await whenSaved(device, ["at-server"]);
});

test("a session that ended is begun again by a finger, and a passkey that was taken away opens nothing", async (t) => {
  const device = await phone(t, "ended");
  const { page } = device;
  await add(device);
  await device.offline(true);
  await openPageLocked(device, "/today");
  await byFinger(page);
  await isOpen(page);
  await device.context.clearCookies();
  await device.offline(false);
  await page.getByText("もう一度、指紋や顔で確かめてください").first().waitFor({ timeout: 90_000 });
  await screenshot(page, "passkey-again-390");
  await page.getByRole("button", { name: "指紋や顔で確かめる" }).first().click();
  await whenSaved(device, ["at-server"]);

  await openPageLocked(device, "/settings");
  await byFinger(page);
  await isOpen(page);
  const setting = page.getByRole("region", { name: HEADING });
  await setting.locator("summary", { hasText: "指紋や顔で開くのをやめる" }).click();
  await setting.getByLabel("いまの暗証番号（または合言葉）").fill(PIN);
  await setting.getByRole("button", { name: "指紋や顔で開くのをやめる" }).click();
  await setting.getByText("やめました").waitFor();
  await hide(page);
  assert.equal(await page.getByRole("button", { name: OPEN, exact: true }).count(), 0);
  await typeSecret(page);
  await isOpen(page);
});

test("after ten wrong secrets no finger opens it", async (t) => {
  const device = await phone(t, "wrong");
  const { page } = device;
  await add(device);
  await page.clock.install();
  await openPage(device, server, "/today");
  await hide(page);
  for (let count = 1; count <= 9; count += 1) {
    await typeSecret(page, "00000000");
    await page.getByText(`あと${10 - count}回まちがえると`).waitFor();
    await page.clock.fastForward(301_000);
  }
  await typeSecret(page, "00000000");
  await page.getByText("10回まちがえたため").waitFor();
  assert.equal(await page.getByRole("button", { name: OPEN, exact: true }).count(), 0);
  const [vault] = await vaults(page);
  const kept = await inPage(page, async (name) => {
    const answered = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await answered(indexedDB.open(name));
    const lock = await answered(database.transaction("meta").objectStore("meta").get("lock"));
    database.close();
    return Object.keys(lock);
  }, vault);
  assert.ok(!kept.includes("passkey") && !kept.includes("dataKey"), kept.join(" "));
  assert.notDeepEqual(await keysOf(page, vault, "meta"), []);
});

test("a phone whose passkeys open no vault says to use the secret, and the relay is told of none", async (t) => {
  const device = await phone(t, "no-prf", { prf: false });
  const setting = await tryToAdd(device);
  await setting.getByText("この端末では、指紋や顔で開くことができません").waitFor();
  assert.equal(device.posted("/api/passkey/put").length, 0);
  await hide(device.page);
  assert.equal(await device.page.getByRole("button", { name: OPEN, exact: true }).count(), 0);
});

test("on a tablet that an office manages, or that several people use, no passkey is offered", async (t) => {
  const device = await phone(t, "several");
  const { page } = device;
  await openPage(device, server, "/settings");
  await page.getByRole("region", { name: HEADING }).waitFor();
  await enrol(device, invite(server, "試作 つばさ"));
  const asked = page.waitForResponse((response) => response.url().endsWith("/api/ticket"));
  await openPage(device, server, "/settings");
  await asked;
  await page.getByRole("heading", { name: "この端末とアプリ" }).waitFor();
  assert.equal(await page.getByRole("region", { name: HEADING }).count(), 0);

  const managed = await phone(t, "managed", { enrolment: enrolManaged });
  const told = managed.page.waitForResponse((response) => response.url().endsWith("/api/passkey"));
  await openPage(managed, server, "/settings");
  assert.deepEqual(await (await told).json(), { offered: false, here: false });
  assert.equal(await managed.page.getByRole("region", { name: HEADING }).count(), 0);
});
