// People who share a browser: one-time links, switching, signing out. Nothing of one is anywhere for another, and
// nothing that the browser keeps can be read outside the app.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LAPTOP, TABLET, launchDevice } from "./lib/device.mjs";
import {
  comeIn, enrol, invite, makeVisit, openPage, section, throughEnrolment, typeAt, whenSaved, whenText,
} from "./lib/programme.mjs";
import { startServer } from "./lib/server.mjs";
import { placesOf, vaults } from "./lib/stored.mjs";

const TALKED = "話したこと";
const HOSPITAL = "みくるべ病院";
const WRITTEN = "紫陽花の話をした";
const PLACE = "三階の談話室";
const DRAFT = "書きかけの待ち合わせ";
const SAKURA = "仮名 さくら";
const NAGISA = "架空 なぎさ";
let server, office, path;

before(async () => {
  server = await startServer();
  office = await launchDevice("office", { kind: LAPTOP });
  await enrol(office, await server.link("coordinator", "例示　みどり"));
  const id = await makeVisit(office, server, { hospital: HOSPITAL, pair: ["仮名", "試作"], place: PLACE });
  path = `/visits/${id}`;
  await whenSaved(office, ["at-server"]);
});

after(async () => {
  await office?.close();
  await server?.stop();
});

// A device of its own, which ends with the test.
async function newDevice(t, name) {
  const device = await launchDevice(name, { kind: TABLET });
  t.after(() => device.close());
  return device;
}

// Opens a link that must fail; gives the page's words.
async function refused(device, address, title) {
  await device.page.goto("about:blank");
  await device.open(address);
  await device.page.getByText(title).first().waitFor();
  return device.page.locator("main").innerText();
}

// Every address that the history of this tab holds.
async function addresses(device) {
  const browser = await device.context.newCDPSession(device.page);
  const { entries } = await browser.send("Page.getNavigationHistory");
  await browser.detach();
  return entries.map((entry) => entry.url);
}

test("with nobody enrolled every address leads to how one begins", async (t) => {
  const device = await newDevice(t, "nobody");
  for (const address of ["/", "/today", "/visits", path, "/settings", "/people", "/signin"]) {
    await device.open(`${server.url}${address}`);
    await device.page.getByRole("heading", { name: "はじめに" }).waitFor();
    await device.page.getByText("あなた専用のリンクが要ります").waitFor();
  }
  device.quiet();
});

test("a link works once, leaves no trace, and says how to get another", async (t) => {
  const device = await newDevice(t, "links");
  const link = await server.link("visitor", "試作　つばさ");
  const secret = new URL(link).hash.slice(1);
  await enrol(device, link);
  await device.page.getByText(HOSPITAL).first().waitFor();
  for (const address of [device.page.url(), ...(await addresses(device))]) {
    assert.ok(!address.includes(secret), `the secret stands in ${address}`);
  }
  assert.deepEqual(await placesOf(device.page, [secret]), []);

  const other = await newDevice(t, "links-other");
  const again = await refused(other, link, "このリンクは、もう使われています");
  assert.match(again, /新しいリンクのもらい方/);
  assert.match(again, /事務局.*電話してください/);
  assert.ok(!(await addresses(other)).some((address) => address.includes(secret)), "nor that of a used one");
  await openPage(other, server, "/today");
  await other.page.getByRole("heading", { name: "はじめに" }).waitFor();

  const unknown = await refused(other, `${server.url}/link#${"A".repeat(secret.length)}`, "確かめられませんでした");
  assert.match(unknown, /新しいリンクのもらい方/);
  const empty = await refused(other, `${server.url}/link`, "リンクが途中で切れています");
  assert.match(empty, /最初から最後まで/);

  // Whoever is enrolled keeps working when somebody opens a used link beside them.
  await refused(device, link, "このリンクは、もう使われています");
  await device.page.getByRole("link", { name: "はじめのページへ" }).click();
  await comeIn(device.page);
  await device.page.getByText(HOSPITAL).first().waitFor();
  device.quiet();
  other.quiet();
});

test("two people share a browser and nothing of one is anywhere for the other", async (t) => {
  const device = await newDevice(t, "shared");
  const { page } = device;
  await enrol(device, await server.link("visitor", "仮名　さくら"));
  await page.getByText(HOSPITAL).first().waitFor();
  await openPage(device, server, path);
  await typeAt(device, TALKED, 0, WRITTEN);
  await whenSaved(device, ["at-server"]);
  const sealed = [WRITTEN, HOSPITAL, PLACE, "みくるべ", "さくら", "仮名", "つばさ", "試作", "例示", "みどり"];
  await assertNothingInPlainText(device, sealed);

  // Another person's link in the same browser: added, switched to, and nothing of the first is there.
  await enrolAnother(device, await server.link("coordinator", "架空　なぎさ"));
  assert.equal((await vaults(page)).length, 2, "a vault each");
  for (const address of ["/visits", "/visits/new", "/settings", path]) {
    await openPage(device, server, address);
    await page.getByText(NAGISA).first().waitFor();
    const shown = await page.locator("body").innerText();
    for (const word of [WRITTEN, PLACE, "さくら", "つばさ"]) assert.ok(!shown.includes(word), `${word} on ${address}`);
    assert.deepEqual((await placesOf(page, sealed)).filter((place) => !place.startsWith("cached ")), []);
  }
  await page.getByText("この記録は、この端末にありません").waitFor();

  // A draft of the second stays with the second.
  await page.getByRole("link", { name: "訪問の一覧" }).click();
  await page.getByRole("link", { name: "訪問をつくる" }).first().click();
  await page.getByLabel("会う場所").fill(DRAFT);

  // Two taps and a secret back: the person's name, then the switch. The first's words are there, the second's are not.
  await switchTo(page, SAKURA);
  await page.getByText(HOSPITAL).first().waitFor();
  assert.ok(!(await page.locator("body").innerText()).includes("なぎさ"));
  await page.getByText(HOSPITAL).first().click();
  assert.ok((await whenText(device, TALKED, [WRITTEN])).includes(WRITTEN));
  await typeAt(device, TALKED, 0, "また来た。");
  await whenSaved(device, ["at-server"]);
  await openPage(office, server, path);
  await whenText(office, TALKED, ["また来た。", WRITTEN]);

  // Both are still enrolled after the browser ends; the tab shows whoever used it last.
  await switchTo(page, NAGISA);
  await page.waitForURL(/\/requests$/);
  await device.close();
  await device.restart();
  await openPage(device, server, "/people");
  await device.page.getByText(SAKURA).first().waitFor();
  await device.page.getByText(NAGISA).first().waitFor();
  await device.page.getByText("いま使っています").waitFor();
  await assertNothingInPlainText(device, [...sealed, DRAFT, "なぎさ", "架空", "また来た。"]);
  device.quiet();
});

test("a draft of one person is not offered to another of the same role", async (t) => {
  const device = await newDevice(t, "drafts");
  await enrol(device, invite(server, "例示 みどり"));
  await openPage(device, server, "/visits/new");
  await device.page.getByLabel("会う場所").fill(DRAFT);
  await device.page.getByRole("link", { name: "訪問の一覧" }).click();
  await device.page.getByRole("link", { name: "訪問をつくる" }).first().click();
  assert.equal(await device.page.getByLabel("会う場所").inputValue(), DRAFT);
  // Switched within the app: nothing is loaded anew that could have cleared the form.
  await device.page.locator(".top-bar__person").click();
  await device.page.getByLabel("リンク").fill(invite(server, "架空 なぎさ"));
  await device.page.getByRole("button", { name: "このリンクを開く" }).click();
  await throughEnrolment(device.page);
  await device.page.getByRole("link", { name: "はじめる" }).click();
  await device.page.getByRole("link", { name: "訪問の一覧" }).click();
  await device.page.getByRole("link", { name: "訪問をつくる" }).first().click();
  assert.equal(await device.page.getByLabel("会う場所").inputValue(), "");
  device.quiet();
});

test("signing out is refused while words are here alone, and takes everything once they have arrived", async (t) => {
  const device = await newDevice(t, "leaving");
  const { page } = device;
  await enrol(device, invite(server, SAKURA));
  await page.getByText(HOSPITAL).first().waitFor();
  assert.equal((await sessions(device)).length, 1);
  await openPage(device, server, path);
  await device.offline(true);
  await page.waitForFunction(() => !navigator.onLine);
  await typeAt(device, TALKED, 0, "まだ届いていない");
  await whenSaved(device, ["on-device", "no-server"]);
  await page.locator(".top-bar__person").click();
  await page.getByRole("button", { name: "この端末での登録を終える" }).click();
  const question = page.getByRole("dialog");
  await question.getByText("まだ届いていない書きこみが").first().waitFor();
  await question.getByRole("button", { name: "終える" }).click();
  await question.getByText(/まだ届いていない書きこみが\d+件あります。.*電波のある所で届くのを待ってから/).waitFor();
  assert.equal((await vaults(page)).length, 1);
  await question.getByRole("button", { name: "やめておく" }).click();

  await device.offline(false);
  await whenSaved(device, ["at-server"]);
  await page.getByRole("button", { name: "この端末での登録を終える" }).click();
  await question.getByRole("button", { name: "終える" }).click();
  await page.getByRole("heading", { name: "はじめに" }).waitFor();
  assert.deepEqual(await vaults(page), []);
  await page.reload();
  await page.getByRole("heading", { name: "はじめに" }).waitFor();
  assert.deepEqual(await sessions(device), []);
  await openPage(office, server, path);
  await whenText(office, TALKED, ["まだ届いていない"]);
  device.quiet();
});

test("signing out in one tab ends it in every tab, and leaves nothing behind", async (t) => {
  const device = await newDevice(t, "tabs");
  await enrol(device, invite(server, SAKURA));
  await device.page.getByText(HOSPITAL).first().waitFor();
  const other = await device.context.newPage();
  await openPage({ page: other }, server, path);
  await other.getByRole("textbox", { name: TALKED }).waitFor();
  await openPage(device, server, "/people");
  await device.page.getByRole("button", { name: "この端末での登録を終える" }).click();
  await device.page.getByRole("dialog").getByRole("button", { name: "終える" }).click();
  for (const page of [device.page, other]) await page.getByRole("heading", { name: "はじめに" }).waitFor();
  assert.ok(!(await other.locator("body").innerText()).includes("さくら"));
  assert.deepEqual(await vaults(other), []);
  device.quiet();
});

// Opens a second person's link in a browser that has one.
async function enrolAnother(device, link) {
  await device.page.goto("about:blank");
  await device.open(link);
  await throughEnrolment(device.page);
  await device.page.getByText("この端末に加え、切り替えました").waitFor();
  await device.page.getByRole("link", { name: "はじめる" }).click();
}

// The cookies of those who are signed in.
async function sessions(device) {
  const cookies = await device.context.cookies();
  return cookies.filter((cookie) => cookie.name.includes("otozure-"));
}

async function switchTo(page, name) {
  await page.locator(".top-bar__person").click();
  await page.getByRole("button", { name: `${name}さんに切り替える` }).click();
  await page.getByRole("heading", { name: `${name}さん` }).waitFor();
  await comeIn(page);
}

// Nothing that the browser keeps says any of these words; and the looking itself would find one.
async function assertNothingInPlainText(device, words) {
  const { page } = device;
  const shipped = (place) => place.startsWith("cached ") && place.includes("/assets/");
  assert.deepEqual((await placesOf(page, words)).filter((place) => !shipped(place)), []);
  assert.equal(await page.evaluate(() => document.cookie), "", "sessions are not for scripts");
  await page.evaluate((word) => localStorage.setItem("planted", word), words[0]);
  const planted = await placesOf(page, words);
  await page.evaluate(() => localStorage.removeItem("planted"));
  assert.ok(planted.some((place) => place.startsWith("localStorage")), "a planted word is found");
}
