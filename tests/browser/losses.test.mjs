// What made others lose words: a clock that is wrong, a person who takes over a tablet, a session that ends in
// mid-sentence, an update, a relay that was restored. Nothing is lost here, nothing is doubled, and it is said.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { TABLET, launchDevice } from "./lib/device.mjs";
import { root, temporaryFolder } from "./lib/paths.mjs";
import {
  comeIn, enrol, invite, openPage, openVisit, section, throughEnrolment, typeAt, whenSaved, whenText,
} from "./lib/programme.mjs";
import { startServer } from "./lib/server.mjs";
import { keysOf, vaults } from "./lib/stored.mjs";
import { FIRST, startOffice, tabletWithWords, visitWith } from "./lib/tablet.mjs";
import { changeFile, copyOfApp } from "./lib/versions.mjs";

const program = process.env.OTOZURE_SERVER ?? join(root, "target/debug/otozure");
const TALKED = "話したこと";
const SAKURA = "仮名 さくら";
const TSUBASA = "試作 つばさ";
const HERE = ["on-device", "no-server"];
const YEAR_MS = 365 * 24 * 3_600_000;
let place, server, office;

before(async () => {
  place = await startOffice();
  ({ server, office } = place);
});

after(() => place?.stop());

const otozure = (...words) => execFileSync(program, words, { encoding: "utf8" });

// The relay ends and comes again, with what it had or with another folder.
async function startAgain(data = server.data, options = {}) {
  await server.stop();
  server = await startServer({ data, port: server.port, links: false, ...options });
  place.server = server;
}

for (const [name, off, way] of [["ahead", YEAR_MS, /およそ36[45]日進んで/], ["behind", -YEAR_MS, /およそ36[45]日遅れて/]]) {
  test(`a clock a year ${name}: it is said, one comes in, nothing is refused and words keep their order`, async (t) => {
    const path = `/visits/${await visitWith(place, FIRST)}`;
    const device = await launchDevice(name, { kind: TABLET });
    t.after(() => device.close());
    await device.context.addInitScript((off) => {
      const { now } = Date;
      Date.now = () => now() + off;
    }, off);
    await enrol(device, invite(server, SAKURA));
    await openVisit(device, server, path);
    await whenText(device, TALKED, [FIRST]);
    await device.offline(true);
    await typeAt(device, TALKED, FIRST.length, ["二番目。"]);
    await whenSaved(device, HERE);
    await device.offline(false);
    await whenSaved(device, ["at-server"]);
    await openVisit(office, server, path);
    await whenText(office, TALKED, ["二番目。"]);
    await typeAt(office, TALKED, FIRST.length + 4, ["三番目。"]);
    await whenText(device, TALKED, ["三番目。"]);
    await typeAt(device, TALKED, FIRST.length + 8, ["四番目。"]);
    assert.equal(await whenText(office, TALKED, ["四番目。"]), `${FIRST}二番目。三番目。四番目。`);
    await device.page.getByText(way).first().waitFor();
    // Loaded anew, and after the secret, it is as before.
    await openVisit(device, server, path);
    assert.equal(await whenText(device, TALKED, ["四番目。"]), `${FIRST}二番目。三番目。四番目。`);
    await whenSaved(device, ["at-server"]);
    await openPage(device, server, "/settings");
    await device.page.getByText("記録に入らなかったことばや、読めない部分はありません").waitFor();
    device.quiet();
  });
}

test("words that are not sent wait while another person uses the tablet, and arrive when their writer is back", async (t) => {
  const { device, path } = await tabletWithWords(t, place);
  const { page } = device;
  const words = "交代の前に書いた。";
  await page.goto("about:blank");
  await device.open(invite(server, TSUBASA));
  await throughEnrolment(page);
  await page.getByRole("link", { name: "はじめる" }).click();
  await page.getByText("みくるべ病院").first().waitFor();
  await switchTo(page, SAKURA);
  await openVisit(device, server, path);
  await device.offline(true);
  await typeAt(device, TALKED, FIRST.length, [words]);
  await whenSaved(device, HERE);
  await switchTo(page, TSUBASA);
  assert.ok(!(await page.locator("body").innerText()).includes(words));
  await page.getByText("みくるべ病院").first().waitFor();
  await switchTo(page, SAKURA);
  await page.getByText("みくるべ病院").first().click();
  await device.offline(false);
  await openVisit(device, server, path);
  assert.equal(await whenText(device, TALKED, [words]), FIRST + words);
  await whenSaved(device, ["at-server"]);
  await openVisit(office, server, path);
  assert.equal(await whenText(office, TALKED, [words]), FIRST + words);
  device.quiet();
});

async function switchTo(page, name) {
  await page.locator(".top-bar__person").click();
  await page.getByRole("button", { name: `${name}さんに切り替える` }).click();
  await page.getByRole("heading", { name: `${name}さん` }).waitFor();
  await comeIn(page);
}

test("a session that ends in mid-sentence asks nobody anything, and the sentence arrives whole", async (t) => {
  const { device, path } = await tabletWithWords(t, place);
  await typeAt(device, TALKED, FIRST.length, "とちゅうで");
  await device.context.clearCookies();
  await startAgain();
  await typeAt(device, TALKED, FIRST.length + 5, "きれない。");
  await whenSaved(device, ["at-server"]);
  assert.equal(await section(device, TALKED).inputValue(), `${FIRST}とちゅうできれない。`);
  await openVisit(office, server, path);
  assert.equal(await whenText(office, TALKED, ["きれない。"]), `${FIRST}とちゅうできれない。`);
});

test("an update takes along what is being written, in a note and in a form", async (t) => {
  const { device, path } = await tabletWithWords(t, place);
  const { page } = device;
  const app = copyOfApp();
  changeFile(app, "index.html", (text) => text.replace("<body>", "<body data-next>"));
  await startAgain(server.data, { app });
  await device.offline(true);
  await typeAt(device, TALKED, FIRST.length, "書きかけ");
  await whenSaved(device, HERE);
  await device.offline(false);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  const bar = page.locator("#boot-bar");
  await bar.getByText("新しい版があります").waitFor();
  const keys = await device.context.newCDPSession(page);
  await section(device, TALKED).focus();
  await keys.send("Input.imeSetComposition", { text: "のことば", selectionStart: 4, selectionEnd: 4 });
  await bar.getByRole("button", { name: "いま更新" }).click();
  await page.locator("body[data-next]").waitFor();
  await comeIn(page);
  assert.equal(await whenText(device, TALKED, ["書きかけ"]), `${FIRST}書きかけのことば`);
  await whenSaved(device, ["at-server"]);
  await openVisit(office, server, path);
  assert.equal(await whenText(office, TALKED, ["書きかけ"]), `${FIRST}書きかけのことば`);
  await startAgain();
});

test("a relay that was restored from an older backup gets back what devices have, once", async (t) => {
  const { device, path } = await tabletWithWords(t, place);
  const folder = temporaryFolder("restored");
  const file = join(temporaryFolder("backup"), "otozure.db");
  const said = otozure("backup", file, "--data", server.data);
  assert.ok(said);
  await typeAt(device, TALKED, FIRST.length, ["バックアップのあと。"]);
  await whenSaved(device, ["at-server"]);
  await openVisit(office, server, path);
  await whenText(office, TALKED, ["バックアップのあと。"]);
  await device.offline(true);
  await typeAt(device, TALKED, FIRST.length + 10, ["届く前。"]);
  await whenSaved(device, HERE);
  await server.stop();
  rmSync(folder, { recursive: true });
  restore(file, folder);
  server = place.server = await startServer({ data: folder, port: server.port, links: false });
  await device.offline(false);
  await whenSaved(device, ["at-server"]);
  const whole = `${FIRST}バックアップのあと。届く前。`;
  assert.equal(await section(device, TALKED).inputValue(), whole);
  assert.equal(await whenText(office, TALKED, ["届く前。"]), whole);
  // Somebody who has nothing yet gets it from the relay.
  const fresh = await launchDevice("fresh", { kind: TABLET });
  t.after(() => fresh.close());
  await enrol(fresh, invite(server, TSUBASA));
  await openVisit(fresh, server, path);
  assert.equal(await whenText(fresh, TALKED, ["届く前。"]), whole);
  const [vault] = await vaults(device.page);
  assert.deepEqual(await keysOf(device.page, vault, "owed"), []);
});

// As docs/operations.md says it.
function restore(file, folder) {
  otozure("restore", file, "--data", folder, "--keys", server.data);
  const listed = otozure("member", "confirm", "--data", folder);
  const [, number] = listed.match(/otozure member confirm ([0-9a-f]+)（/);
  otozure("member", "confirm", number, "--data", folder);
}
