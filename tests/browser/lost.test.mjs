// The drill of a lost tablet: somebody says on their screen that it is lost; within a second it is out, and a sheet says
// what was on it and of whom. And the access log, in which all of it stands.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TABLET, launchDevice, until } from "./lib/device.mjs";
import { HOSPITAL, TALKED, startPlace, tabletAt } from "./lib/place.mjs";
import { openPage, openVisit, section, throughEnrolment, typeAt, whenSaved, whenText } from "./lib/programme.mjs";
import { readQrCode } from "./lib/qr.mjs";
import { keepKeyOfRows, plantActs } from "./lib/rows.mjs";
import { keysOf, vaults } from "./lib/stored.mjs";

const VISITOR = "仮名 さくら";
// What a device keeps of acts, and tells at once.
const ACTS_KEPT_MAX = 5_000;
const ACTS_TOLD_MAX = 200;
let place, server, office, path;

before(async () => {
  place = await startPlace();
  ({ server, office, path } = place);
});

after(() => place?.stop());

// A visitor's tablet with the visit on the screen, which the relay has.
async function tablet(t, name, person = VISITOR) {
  const device = await tabletAt(t, place, name, { person });
  await whenSaved(device, ["at-server"]);
  return device;
}

// The number of a device, as its own settings say it.
async function numberOf(device) {
  await openPage(device, server, "/settings");
  return device.page.locator("section[aria-labelledby=device] dd.code").innerText();
}

// Who uses a tablet, by the relay's id.
const memberOf = ({ page }) => page.evaluate(() => sessionStorage.getItem("otozure-member"));

// What the relay answers to the session of a tablet that asks for a ticket, whatever its page does meanwhile.
async function ticket({ context }, member) {
  return (await context.request.post(`${server.url}/api/ticket`, { data: { member } })).status();
}

// The card of a device in the ledger.
const card = (number) => office.page.getByRole("article").filter({ hasText: number });

// Says on the office's screen that a device is lost.
async function lose(number, beforeSure = async () => {}) {
  const { page } = office;
  await openPage(office, server, "/devices");
  await card(number).getByRole("button", { name: /紛失/ }).click();
  const dialog = page.getByRole("dialog", { name: "この端末をなくしましたか" });
  await dialog.getByText("端末の中身を消します").waitFor();
  await dialog.getByRole("button", { name: "つぎへ" }).click();
  await page.getByRole("dialog", { name: "この端末を止めますか" }).getByText(VISITOR).waitFor();
  await beforeSure();
  await page.getByRole("button", { name: "紛失として止める" }).click();
}

test("a tablet that is said to be lost is out within a second, and the sheet says what was on it and of whom", async (t) => {
  const device = await tablet(t, "lost");
  const number = await numberOf(device);
  await openVisit(device, server, path);
  await whenSaved(device, ["at-server"]);
  const member = await memberOf(device);
  assert.equal(await ticket(device, member), 200);

  const { page } = office;
  await lose(number, async () => {
    assert.equal(await ticket(device, member), 200, "nothing is said before the second step");
  });
  const said = Date.now();
  await until(async () => (await ticket(device, member)) === 401);
  const out = Date.now() - said;
  assert.ok(out < 1_000 + 200, `it was out after ${out} ms`);

  await page.getByRole("heading", { name: "紛失した端末の記録" }).waitFor();
  const sheet = page.locator(".sheet");
  await sheet.getByText(number).waitFor();
  await sheet.getByRole("link", { name: new RegExp(`訪問の記録.*${HOSPITAL}`) }).waitFor();
  const words = await sheet.innerText();
  for (const expected of [VISITOR, "例示 みどり", "県の担当課", "警察"]) {
    assert.ok(words.includes(expected), `${expected} in ${words}`);
  }
  // It can be reached again later, from the ledger.
  await openPage(office, server, "/devices?state=lost");
  await card(number).getByRole("link", { name: "紛失の記録を見る" }).click();
  await sheet.getByText(number).waitFor();
  office.quiet();
});

test("the sheet of a device that is not lost is not to be had, and its address loses nothing", async (t) => {
  const device = await tablet(t, "kept");
  const number = await numberOf(device);
  await openPage(office, server, `/devices?sheet=${number}`);
  await office.page.getByText("「紛失」になっていません").waitFor();
  assert.equal(await ticket(device, await memberOf(device)), 200);
});

test("the drill to its end: what a lost tablet owes arrives, it wipes itself, and the ledger and the sheet say so", async (t) => {
  const device = await tablet(t, "drill");
  const number = await numberOf(device);
  await openVisit(device, server, path);
  await device.offline(true);
  const before = await section(device, TALKED).inputValue();
  await typeAt(device, TALKED, before.length, "なくす前に書いたことば。");
  await whenSaved(device, ["on-device", "no-server"]);
  await lose(number);
  await office.page.getByText("まだ（つながりしだい消えます）").waitFor();
  await device.offline(false);
  await device.page.getByText("この端末の記録を消しました").first().waitFor({ timeout: 90_000 });
  await openPage(office, server, "/devices?state=lost");
  await card(number).getByText("中身を消しました").waitFor();
  await card(number).getByRole("link", { name: "紛失の記録を見る" }).click();
  await office.page.locator(".sheet").getByText(number).waitFor();
  assert.equal(await office.page.getByText("まだ（つながりしだい消えます）").count(), 0);
  await openPage(office, server, path);
  await whenText(office, TALKED, ["なくす前に書いたことば。"]);
  office.quiet();
});

test("a link is made for somebody, shown once as words and for a camera, and lets them in", async (t) => {
  const { page } = office;
  await openPage(office, server, "/devices");
  const row = page.getByRole("listitem").filter({ hasText: "試作 つばさ" }).filter({ has: page.getByRole("button", { name: /新しいリンク/ }) });
  await row.first().getByRole("button", { name: /新しいリンク/ }).click();
  await page.getByRole("button", { name: "リンクをつくる", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("img", { name: /QRコード/ }).waitFor();
  const link = await dialog.locator(".code--link").innerText();
  // What a camera sees is read by a program that is none of ours.
  assert.equal(await readQrCode(dialog.locator(".qr-code")), link);
  await dialog.getByRole("button", { name: "閉じる" }).last().click();
  assert.equal(await page.getByText(link).count(), 0);
  const device = await launchDevice("invited", { kind: TABLET });
  t.after(() => device.close());
  await device.open(link);
  await throughEnrolment(device.page);
  device.quiet();
});

test("what is done without a network stands in the access log later, with both clocks", async (t) => {
  const device = await tablet(t, "acts");
  const number = await numberOf(device);
  await device.offline(true);
  await openPage(device, server, "/today");
  const [vault] = await vaults(device.page);
  const kept = async () => (await keysOf(device.page, vault, "meta")).filter((key) => key[0] === "act").length;
  const before = await kept();
  // Five hours before the network comes back.
  await device.page.clock.install({ time: Date.now() - 5 * 3_600_000 });
  await openPage(device, server, path);
  await section(device, TALKED).waitFor();
  await device.page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  // Both are on the disk before the battery is empty.
  await until(async () => (await kept()) === before + 2);
  await device.kill();
  await device.restart();
  await openPage(device, server, "/today");
  await openPage(office, server, "/access-log");
  const rows = office.page.getByRole("row").filter({ hasText: number });
  const printed = rows.filter({ hasText: "印刷した" });
  await until(async () => {
    await openPage(office, server, "/access-log");
    await office.page.getByRole("row").nth(1).waitFor();
    return (await printed.count()) === 1;
  });
  const words = await printed.innerText();
  for (const expected of [VISITOR, HOSPITAL, "端末の時計では", "後で届いた"]) assert.ok(words.includes(expected), words);
  await openPage(office, server, "/access-log?month=2020-01");
  await office.page.getByText("この月の記録はありません").waitFor();
  device.quiet();
  office.quiet();
});

test("a device keeps 5,000 acts that it could not tell and no more, and tells each once, 200 at a time", async (t) => {
  const device = await tablet(t, "many-acts");
  const { page } = device;
  await keepKeyOfRows(device);
  await openPage(device, server, path);
  await section(device, TALKED).waitFor();
  const [vault] = await vaults(page);
  const kept = async () => (await keysOf(page, vault, "meta")).filter((key) => key[0] === "act").length;
  await until(async () => (await kept()) === 0);
  const told = [];
  device.context.on("response", (answer) => {
    if (answer.url().endsWith("/api/acts") && answer.ok()) told.push(answer.request().postDataJSON().acts.length);
  });
  await device.offline(true);
  await plantActs(page, vault, ACTS_KEPT_MAX - 1);
  // One more fits, and the next is not written down.
  const act = (what) => page.evaluate((what) => window.dispatchEvent(new Event(what)), what);
  await act("beforeprint");
  await until(async () => (await kept()) === ACTS_KEPT_MAX);
  await openPage(device, server, path);
  await section(device, TALKED).waitFor();
  await act("beforeprint");
  await whenSaved(device, ["no-server", "on-device"]);
  assert.equal(await kept(), ACTS_KEPT_MAX);
  await device.offline(false);
  await until(async () => (await kept()) === 0);
  assert.equal(`${told}`, `${Array(ACTS_KEPT_MAX / ACTS_TOLD_MAX).fill(ACTS_TOLD_MAX)}`);
  device.quiet();
});
