// What a released version kept on a device is opened by every later one. Each layout is a file of fixtures/, written by
// the version that brought it and never written anew (fixtures/write.mjs).

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { TABLET, launchDevice, whenOfflineReady } from "./lib/device.mjs";
import { putLayout } from "./lib/layouts.mjs";
import { openVisit, section, typeAt, whenSaved, whenText } from "./lib/programme.mjs";
import { startServer } from "./lib/server.mjs";
import { keysOf, vaults } from "./lib/stored.mjs";

const TALKED = "話したこと";
const KEPT = "紫陽花の話をした。金木犀も咲いていた。";
const MORE = "いまの版で書いた。";
const folder = join(import.meta.dirname, "fixtures");
const versions = readdirSync(folder).map((name) => Number(name.match(/^layout-(\d+)\.json\.gz$/)?.[1])).filter(Boolean);
versions.sort((one, other) => one - other);
let server;

before(async () => (server = await startServer()));
after(() => server?.stop());

const read = (version) => JSON.parse(gunzipSync(readFileSync(join(folder, `layout-${version}.json.gz`))));

// A device that holds what a layout holds, with no app running yet.
async function deviceWith(t, layout) {
  const device = await launchDevice("older", { kind: TABLET });
  t.after(() => device.close());
  await device.page.goto(`${server.url}/icons/mark.svg`);
  await putLayout(device.page, layout);
  return device;
}

const versionOf = (page, vault) =>
  page.evaluate(async (vault) => (await indexedDB.databases()).find(({ name }) => name === vault).version, vault);

test("there is a layout of every version from the first that was kept", async (t) => {
  const layout = read(versions[0]);
  const device = await deviceWith(t, layout);
  await openVisit(device, server, `/visits/${layout.visit}`);
  const [vault] = await vaults(device.page);
  const now = await versionOf(device.page, vault);
  const all = Array.from({ length: now - versions[0] + 1 }, (_, at) => versions[0] + at);
  assert.deepEqual(versions, all, "write the one that is missing with fixtures/write.mjs");
});

for (const version of versions) {
  test(`layout ${version}: what was written there is read, written on, and owed as before`, async (t) => {
    const layout = read(version);
    const device = await deviceWith(t, layout);
    const { page } = device;
    // The files are fetched once; the relay does not know this device, and nothing waits for it.
    await device.open(`${server.url}/today`);
    await whenOfflineReady(page);
    await device.offline(true);
    const [vault] = await vaults(page);
    const before = await keysOf(page, vault, "owed");
    assert.equal(before.length, 1, "the fixture owes something");
    await openVisit(device, server, `/visits/${layout.visit}`);
    assert.equal(await whenText(device, TALKED, [KEPT]), KEPT);
    // A document of an older schema is brought to today's by one change that is owed as well.
    const opened = await keysOf(page, vault, "owed");
    assert.ok(before.every((key) => opened.some((one) => `${one}` === `${key}`)), "what was owed still is");
    await typeAt(device, TALKED, KEPT.length, [MORE]);
    await whenSaved(device, ["on-device", "no-server"]);
    assert.equal((await keysOf(page, vault, "owed")).length, opened.length + 1);
    await openVisit(device, server, `/visits/${layout.visit}`);
    assert.equal(await whenText(device, TALKED, [MORE]), KEPT + MORE);
    assert.equal(await section(device, TALKED).isEditable(), true);
    device.quiet();
  });

}

for (const version of versions.slice(0, -1)) {
  test(`layout ${version}: an older tab that keeps it open is said, and nothing is lost once it is closed`, async (t) => {
    const layout = read(version);
    const device = await deviceWith(t, layout);
    const { page } = device;
    const [vault] = await vaults(page);
    const older = await device.context.newPage();
    await older.goto(`${server.url}/icons/mark.svg`);
    // As an app did that listened to nothing.
    await older.evaluate(async (vault) => {
      const request = indexedDB.open(vault);
      await new Promise((resolve) => (request.onsuccess = resolve));
      window.held = request.result;
    }, vault);
    await device.open(`${server.url}/visits/${layout.visit}`);
    await page.getByRole("heading", { name: "前の版のアプリが、別のタブで開いたままです" }).waitFor();
    await page.getByText("書いたものは残っています").first().waitFor();
    await older.close();
    await openVisit(device, server, `/visits/${layout.visit}`);
    assert.equal(await whenText(device, TALKED, [KEPT]), KEPT);
    device.quiet();
  });

  test(`layout ${version}: an older tab gives way and is refused from then on, and the newer one goes on`, async (t) => {
    const layout = read(version);
    const device = await deviceWith(t, layout);
    const { page } = device;
    const [vault] = await vaults(page);
    const older = await device.context.newPage();
    await older.goto(`${server.url}/icons/mark.svg`);
    // As the app of that version does: it lets go of the store when a newer one asks for it.
    await older.evaluate(async (vault) => {
      const request = indexedDB.open(vault);
      await new Promise((resolve) => (request.onsuccess = resolve));
      window.held = request.result;
      window.held.onversionchange = () => window.held.close();
    }, vault);
    await openVisit(device, server, `/visits/${layout.visit}`);
    assert.equal(await whenText(device, TALKED, [KEPT]), KEPT);
    const before = await keysOf(page, vault, "owed");
    const tried = await older.evaluate(async ([vault, version]) => {
      const names = [];
      try {
        window.held.transaction("chunks", "readwrite");
      } catch (error) {
        names.push(error.name);
      }
      const request = indexedDB.open(vault, version);
      await new Promise((resolve) => (request.onsuccess = request.onerror = resolve));
      return [...names, request.error?.name];
    }, [vault, version]);
    assert.deepEqual(tried, ["InvalidStateError", "VersionError"]);
    await typeAt(device, TALKED, KEPT.length, [MORE]);
    await whenSaved(device, ["on-device", "no-server"]);
    assert.equal((await keysOf(page, vault, "owed")).length, before.length + 1);
    await older.close();
    device.quiet();
  });
}
