// Words that are owed leave a device without its person: sealed to the relay and signed when they were written, handed
// over by the device alone, and taken as theirs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { deviceOf, lockAtRelay, parcels, whenParcels, writeOwed } from "./lib/outbox.mjs";
import { TALKED, door, hide, startPlace, tabletAt } from "./lib/place.mjs";
import {
  PIN, comeIn, invite, makeVisit, openPage, openVisit, section, throughEnrolment, typeAt, typeSecret, whenSaved, whenText,
} from "./lib/programme.mjs";
import { lookAt } from "./lib/look.mjs";
import { addVisitor } from "./lib/member.mjs";
import { vaults } from "./lib/stored.mjs";

const SAKURA = "仮名 さくら";
const TSUBASA = "試作 つばさ";
const NAGISA = "架空 なぎさ";
const OTHER_PIN = "73905164";
let place;

before(async () => {
  place = await startPlace();
  await openVisit(place.office, place.server, place.path);
});

after(() => place?.stop());

// The words stand on the office's screen, as this person's.
async function whenAtOffice(words, author) {
  if (!place.office.page.url().endsWith(place.path)) await openVisit(place.office, place.server, place.path);
  await whenText(place.office, TALKED, [words]);
  const { page } = place.office;
  const piece = page.locator(".authors__piece").filter({ hasText: words });
  await piece.filter({ hasText: author }).first().waitFor({ state: "attached" });
}

test("what is owed goes with the relay's word that it has it, and stands sealed beside the words until then", async (t) => {
  const device = await tabletAt(t, place, "acked", { person: SAKURA });
  await typeAt(device, TALKED, (await section(device, TALKED).inputValue()).length, "つながったまま書いた。");
  await whenSaved(device, ["at-server"]);
  await whenParcels(device.page, [0]);
  await writeOwed(device, place, "切れてから書いた。");
  const [owed] = await parcels(device.page);
  assert.ok(owed > 0, "something is owed");
  await device.offline(false);
  await whenSaved(device, ["at-server"]);
  await whenParcels(device.page, [0]);
  device.quiet();
});

test("words owed leave a tablet while it is locked", async (t) => {
  const device = await tabletAt(t, place, "locked", { person: SAKURA });
  const words = "しまってから届いた話。";
  await writeOwed(device, place, words);
  await hide(device.page);
  await door(device.page).waitFor();
  await device.offline(false);
  await whenAtOffice(words, "さくら");
  await whenParcels(device.page, [0]);
  assert.equal(await door(device.page).count(), 1, "nobody came in");
  const { unsent, app, state } = await deviceOf(place.office, SAKURA);
  assert.deepEqual([state, typeof app, typeof unsent], ["active", "string", "number"], "the office knows of the device");
  await comeIn(device.page);
  await whenText(device, TALKED, [words]);
  await whenSaved(device, ["at-server"]);
  device.quiet();
});

test("words owed leave a tablet while another person is signed in", async (t) => {
  const device = await tabletAt(t, place, "shared", { person: SAKURA });
  const { page } = device;
  await page.goto("about:blank");
  await device.open(invite(place.server, NAGISA));
  await throughEnrolment(page, OTHER_PIN);
  await page.getByRole("link", { name: "はじめる" }).click();
  await page.waitForURL(/\/requests$/);
  await hide(page);
  await page.getByRole("button", { name: /仮名 さくらさん/ }).click();
  await door(page).waitFor();
  await typeSecret(page, PIN);
  await page.waitForURL(/\/today$/);
  const words = "ほかの人が使うあいだに届いた話。";
  await writeOwed(device, place, words);
  await hide(page);
  await page.getByRole("button", { name: /架空 なぎささん/ }).click();
  await door(page).waitFor();
  await typeSecret(page, OTHER_PIN);
  await page.waitForURL(/\/requests$/);
  await device.offline(false);
  await whenAtOffice(words, "さくら");
  await whenParcels(page, [0, 0]);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.stage), "open", "the other works on");
  assert.ok(!(await page.locator("body").innerText()).includes(words));
  device.quiet();
});

test("words owed leave a tablet after ten wrong secrets", async (t) => {
  const device = await tabletAt(t, place, "ten", { person: TSUBASA });
  const { page } = device;
  const words = "十回まちがえたあとに届いた話。";
  await writeOwed(device, place, words);
  await hide(page);
  await page.clock.install();
  for (let count = 1; count <= 10; count += 1) {
    await typeSecret(page, "00000000");
    await page.getByText(count < 10 ? `あと${10 - count}回まちがえると` : "10回まちがえたため").first().waitFor();
    await page.clock.fastForward(301_000);
  }
  const [owed] = await parcels(page);
  assert.ok(owed > 0, "the keys go, the parcels stay");
  await lookAt(device, "door-ended-owing");
  await device.offline(false);
  await whenAtOffice(words, "つばさ");
  await whenParcels(page, [0]);
  await page.getByText("封をしたまま県のサーバーに届けます").waitFor();
  device.quiet();
});

test("words owed leave a tablet whose secret was forgotten, and come back by a new link", async (t) => {
  const device = await tabletAt(t, place, "forgotten", { person: TSUBASA });
  const { page } = device;
  const words = "忘れる前に書いた話。";
  await writeOwed(device, place, words);
  await hide(page);
  const [old] = await vaults(page);
  // Nothing gets through before the new secret is chosen: the parcels go with their person.
  await device.context.route("**/api/outbox", (route) => route.abort());
  await device.offline(false);
  await page.goto("about:blank");
  await device.open(invite(place.server, TSUBASA));
  await page.getByLabel("読みました。事業をはなれたあとも守ります").check();
  await page.getByRole("button", { name: "つぎへ" }).click();
  await page.getByRole("radio", { name: /^自分の端末/ }).check();
  await page.getByRole("group", { name: /パスコードや指紋/ }).getByRole("radio", { name: "はい" }).check();
  await page.getByRole("group", { name: /暗号化されていますか/ }).getByRole("radio", { name: "はい" }).check();
  await page.getByRole("button", { name: "つぎへ" }).click();
  await page.getByText("忘れたので、決めなおす").first().click();
  await page.getByRole("button", { name: "忘れたので、決めなおす" }).click();
  await page.getByLabel("新しい暗証番号").fill(OTHER_PIN);
  await page.getByLabel("確かめのため、もう一度").fill(OTHER_PIN);
  await page.getByRole("button", { name: "この端末を使えるようにする" }).click();
  await page.getByText("使えるようになりました").waitFor();
  const [now, ...more] = await vaults(page);
  assert.deepEqual([now === old, more], [false, []], "a new vault in the place of the old one");
  const [kept] = await parcels(page);
  assert.ok(kept > 0, "they came along");
  await device.context.unroute("**/api/outbox");
  await hide(page);
  await whenAtOffice(words, "つばさ");
  await whenParcels(page, [0]);
  await page.goto(`${place.server.url}${place.path}`);
  await comeIn(page, OTHER_PIN);
  await whenText(device, TALKED, [words]);
  device.quiet();
});

test("what the relay refused without its writer is shown to them when they come in", async (t) => {
  const other = "雛形 ひかり";
  addVisitor(place.server, other, "ひながた ひかり");
  const { office, server } = place;
  const id = await makeVisit(office, server, { hospital: "みくるべ病院", pair: ["仮名", "試作"] });
  const path = `/visits/${id}`;
  await whenSaved(office, ["at-server"]);
  const device = await tabletAt(t, { server, path }, "refused", { person: SAKURA });
  const words = "担当を外れてから届いた話。";
  await writeOwed(device, { server, path }, words);
  await hide(device.page);
  await openVisit(office, server, path);
  await office.page.getByText("予定を変える・取りやめる").click();
  await office.page.getByRole("combobox", { name: "1人目" }).fill(other);
  await office.page.getByRole("option", { name: other }).first().click();
  await office.page.getByRole("button", { name: "予定を変える", exact: true }).click();
  await office.page.getByText("保存しました。2人の端末にも届きます").waitFor();
  await whenSaved(office, ["at-server"]);
  await device.offline(false);
  // The office is told what it may hand over, although nobody came in.
  await openVisit(office, server, path);
  await office.page.getByText(words).first().waitFor({ timeout: 90_000 });
  assert.equal(await door(device.page).count(), 1);
  await openPage(device, server, "/settings");
  await device.page.getByText("記録に入らなかったことばがあります").first().waitFor();
  await device.page.getByText(words).first().waitFor();
  await lookAt(device, "settings-set-aside");
  await whenParcels(device.page, [0]);
  device.quiet();
});

test("who is locked out at the relay works on, what they write gets there, and they see what to do", async (t) => {
  const device = await tabletAt(t, place, "lockedout", { person: SAKURA });
  const { page } = device;
  const words = "入り口が閉じていても届いた話。";
  await writeOwed(device, place, words);
  await hide(page);
  await device.context.route("**/api/outbox", (route) => route.abort());
  await device.offline(false);
  assert.equal(await lockAtRelay(device, place.office, SAKURA), "device_locked");
  await device.context.unroute("**/api/outbox");
  await page.reload();
  await page.getByText("県のサーバーが、この端末からの入り口を閉じています").waitFor();
  await page.getByText("新しいリンクのもらい方").filter({ visible: true }).waitFor();
  await lookAt(device, "door-locked-out");
  await whenAtOffice(words, "さくら");
  await comeIn(page);
  await whenText(device, TALKED, [words]);
  device.quiet();
});

test("after two weeks without the relay a connection is asked for, and one may write on", async (t) => {
  const device = await tabletAt(t, place, "weeks", { person: SAKURA });
  const { page } = device;
  await device.offline(true);
  await hide(page);
  const notice = page.getByText("県のサーバーと、14日つながっていません");
  await page.clock.install({ time: Date.now() + 13 * 86_400_000 });
  await openPage(device, place.server, place.path);
  await section(device, TALKED).waitFor();
  assert.equal(await notice.count(), 0);
  await page.clock.setSystemTime(Date.now() + 14 * 86_400_000);
  await openPage(device, place.server, place.path);
  await notice.waitFor();
  await typeAt(device, TALKED, 0, "二週間ぶりの話。");
  await whenSaved(device, ["on-device", "no-server"]);
  await lookAt(device, "visit-overdue");
  await hide(page);
  await notice.waitFor();
  await lookAt(device, "door-overdue");
  await device.offline(false);
  await notice.waitFor({ state: "detached" });
  await whenAtOffice("二週間ぶりの話。", "さくら");
  device.quiet();
});
