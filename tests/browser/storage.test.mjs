// What a device does when its storage lets it down: a connection that is closed under it, a store that is taken over,
// cleared, full or failing. Each is said plainly, and no word that can be kept is lost.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TABLET, launchDevice, whenReady } from "./lib/device.mjs";
import { enrol, invite, openPage, section, typeAt, whenSaved, whenText } from "./lib/programme.mjs";
import { keysOf, vaults } from "./lib/stored.mjs";
import { FIRST, chunks, startOffice, tabletWithWords, windowWithoutApp, write } from "./lib/tablet.mjs";

const TALKED = "話したこと";
const SECOND = "あとに書いた。";
const KEPT_HERE = ["on-device", "no-server"];
let place, server, office;

before(async () => {
  place = await startOffice();
  ({ server, office } = place);
});

after(() => place?.stop());

test("the browser closes the store under the app, and nothing is lost whether it says so or not", async (t) => {
  const { device, path } = await tabletWithWords(t, place);
  const { page } = device;
  let written = FIRST;
  for (const told of [true, false]) {
    const words = told ? SECOND : "また書いた。";
    await device.offline(true);
    const closed = await page.evaluate((told) => {
      for (const database of window.opened) {
        database.close();
        if (told) database.dispatchEvent(new Event("close"));
      }
      return window.opened.length;
    }, told);
    assert.ok(closed > 0);
    await typeAt(device, TALKED, written.length, words);
    await whenSaved(device, KEPT_HERE);
    await device.offline(false);
    await whenSaved(device, ["at-server"]);
    written += words;
  }
  await openPage(office, server, path);
  assert.equal(await whenText(office, TALKED, ["また書いた。"]), written);
  await openPage(device, server, path);
  assert.equal(await whenText(device, TALKED, ["また書いた。"]), written);
  device.quiet();
});

test("a newer version takes the store over: what was written is stored first, and it is said", async (t) => {
  const { device, path } = await tabletWithWords(t, place);
  const { page } = device;
  const [vault] = await vaults(page);
  const newer = await windowWithoutApp(device, place);
  await device.offline(true);
  const before = (await chunks(device)).length;
  await typeAt(device, TALKED, FIRST.length, SECOND);
  const version = await newer.evaluate((vault) => {
    const request = indexedDB.open(vault, 1_000);
    return new Promise((resolve, reject) => {
      request.onsuccess = () => {
        resolve(request.result.version);
        request.result.close();
      };
      request.onerror = () => reject(request.error);
    });
  }, vault);
  assert.equal(version, 1_000);
  await page.getByRole("heading", { name: "この端末の保存は、新しい版のアプリで作られています" }).waitFor();
  await page.getByText("書いたものは残っています").waitFor();
  assert.equal((await keysOf(newer, vault, "chunks")).length, before + SECOND.length, "every key was stored");
  // An older version leaves a newer one's store alone, also at its start.
  await openPage(device, server, path);
  await page.getByText("書いたものは残っています").waitFor();
  assert.equal((await keysOf(newer, vault, "chunks")).length, before + SECOND.length);
  device.quiet();
});

test("a store that another window removes is filled again from the relay", async (t) => {
  const { device, path } = await tabletWithWords(t, place);
  const [vault] = await vaults(device.page);
  const other = await windowWithoutApp(device, place);
  await other.evaluate((vault) => {
    const request = indexedDB.deleteDatabase(vault);
    return new Promise((resolve, reject) => {
      request.onsuccess = resolve;
      request.onerror = () => reject(request.error);
    });
  }, vault);
  // With it went the keys: it is said at the door, and a new link brings back what the relay has.
  await device.page.getByText("この端末の保存が消えています").first().waitFor();
  await device.page.getByText("新しいリンクで登録すると").first().waitFor();
  await enrol(device, invite(server, "仮名 さくら"));
  assert.ok(!(await vaults(device.page)).includes(vault), "what nothing opens does not stay");
  await openPage(device, server, path);
  assert.equal(await whenText(device, TALKED, [FIRST]), FIRST);
  await write(device, place, path, SECOND);
  await openPage(office, server, path);
  assert.equal(await whenText(office, TALKED, [SECOND]), FIRST + SECOND);
  device.quiet();
});

test("a cleared storage is said, with what to do, and a new link brings back what the relay has", async (t) => {
  const { device, path } = await tabletWithWords(t, place);
  const { page } = device;
  await page.goto(`${server.url}/icons/mark.svg`);
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      const request = indexedDB.deleteDatabase(name);
      await new Promise((resolve) => (request.onsuccess = resolve));
    }
  });
  assert.ok((await device.context.cookies()).some((cookie) => cookie.name.startsWith("otozure-")), "still signed in");
  for (const address of ["/today", path, "/"]) {
    await openPage(device, server, address);
    await page.getByRole("heading", { name: "ブラウザーがこの端末の保存を消しました" }).waitFor();
    const words = await page.locator("main").innerText();
    assert.match(words, /県のサーバーに届いた記録は残っています。新しいリンクで登録すると/);
    assert.match(words, /新しいリンクのもらい方/);
  }
  await page.goto("about:blank");
  await enrol(device, invite(server, "仮名 さくら"));
  await page.getByText("みくるべ病院").first().waitFor();
  await openPage(device, server, path);
  assert.equal(await whenText(device, TALKED, [FIRST]), FIRST);
  device.quiet();
});

test("a full or failing storage is said with what to do, and the words are stored when it is healed", async (t) => {
  const { device, path } = await tabletWithWords(t, place);
  let written = FIRST;
  for (const [storage, what, advice] of [
    ["full", "端末の空きが足りず、保存できません", "写真などを減らして空きを作ってください"],
    ["failing", "端末が保存を受け付けません", "書いたことばを写しておいてください"],
  ]) {
    const words = `${storage}のときに書いた。`;
    await writeWhile(device, storage, { path, what, advice, before: written, words });
    written += words;
    await device.page.getByRole("button", { name: "もう一度保存してみる" }).click();
    await whenSaved(device, ["at-server"]);
    assert.equal(await device.page.getByText(what).count(), 0);
    assert.equal(await whenText(office, TALKED, [words]), written);
    await openPage(device, server, path);
    assert.equal(await whenText(device, TALKED, [words]), written);
  }
  device.quiet();
});

// Writes while the storage is full or failing, sees that it is said everywhere and that nothing is let go or sent, and
// heals the storage on the settings page.
async function writeWhile(device, storage, { path, what, advice, before, words }) {
  const { page } = device;
  await page.evaluate((storage) => (window.storage = storage), storage);
  await typeAt(device, TALKED, before.length, words.slice(0, -1));
  await whenSaved(device, ["cannot-save"]);
  const line = page.locator("[data-state]");
  await line.getByText(/^保存できません（\d{1,2}:\d\d.*から）$/).waitFor();
  await line.getByText(advice).first().waitFor();
  await line.getByRole("status").getByText("保存できません。").waitFor();
  await page.getByRole("link", { name: "設定" }).first().click();
  await page.getByText(what).first().waitFor();
  await page.getByText(advice).first().waitFor();
  await page.goBack();
  assert.equal(await whenText(device, TALKED, [words.slice(0, -1)]), before + words.slice(0, -1));
  await typeAt(device, TALKED, before.length + words.length - 1, words.slice(-1));
  // The relay gets only what the device has stored: nothing of it.
  const [vault] = await vaults(page);
  assert.deepEqual(await keysOf(page, vault, "owed"), []);
  await openPage(office, server, path);
  await whenText(office, TALKED, [before]);
  assert.equal(await section(office, TALKED).inputValue(), before);
  await page.getByRole("link", { name: "設定" }).first().click();
  await page.getByText(what).first().waitFor();
  await page.evaluate(() => (window.storage = "well"));
}

test("a browser without storage says so and lets nobody write into the void", async (t) => {
  const device = await launchDevice("without", { kind: TABLET });
  t.after(() => device.close());
  const { page } = device;
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("not here", "SecurityError");
    };
  });
  await page.goto(`${server.url}/today`);
  await whenReady(page);
  await page.getByRole("heading", { name: "この端末に保存できません" }).waitFor();
  await page.getByText("このまま書くと残らないので、書けないようにしています").waitFor();
  // A link is not used up for nothing.
  const link = invite(server, "仮名 さくら");
  await page.goto(link);
  await page.reload();
  await page.getByRole("heading", { name: "この端末に保存できません" }).waitFor();
  const good = await launchDevice("with", { kind: TABLET });
  t.after(() => good.close());
  await enrol(good, link);
  device.quiet();
});
