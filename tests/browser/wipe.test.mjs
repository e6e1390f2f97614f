// A device that is lost or has ended hands over what it owes, then takes away what is its person's, and says so. Nothing
// but the relay's own signed order does that.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "./lib/device.mjs";
import { deviceOf, endDevice, lose, parcels, whenParcels, writeOwed } from "./lib/outbox.mjs";
import { TALKED, door, hide, startPlace, tabletAt } from "./lib/place.mjs";
import {
  PIN, comeIn, enrol, invite, makeVisit, openPage, openVisit, section, throughEnrolment, typeSecret, whenSaved, whenText,
} from "./lib/programme.mjs";
import { lookAt } from "./lib/look.mjs";
import { addVisitor, endMember } from "./lib/member.mjs";
import { placesOf, vaults } from "./lib/stored.mjs";

const SAKURA = "仮名 さくら";
const TSUBASA = "試作 つばさ";
const OTHER_PIN = "73905164";
const LOST = "紛失の届けがあったため、この端末の記録を消しました";
let place;

before(async () => {
  place = await startPlace();
  await openVisit(place.office, place.server, place.path);
});

after(() => place?.stop());

const stateOf = async (person) => (await deviceOf(place.office, person)).state;

// Somebody else begins to use the tablet as well.
async function addPerson(device, person) {
  const { page } = device;
  await page.goto("about:blank");
  await device.open(invite(place.server, person));
  await throughEnrolment(page, OTHER_PIN);
  await page.getByRole("link", { name: "はじめる" }).click();
  await page.waitForURL(/\/today$/);
  await page.getByText("みくるべ病院").first().waitFor();
}

test("a lost tablet hands over what everybody owes before everything is wiped, and says what happened", async (t) => {
  const device = await tabletAt(t, place, "lost", { person: SAKURA });
  const { page } = device;
  await addPerson(device, TSUBASA);
  const theirs = "もうひとりの、なくす前の話。";
  await page.goto(`${place.server.url}${place.path}`);
  await device.offline(true);
  await page.reload();
  await comeIn(page, OTHER_PIN);
  const end = (await section(device, TALKED).inputValue()).length;
  await section(device, TALKED).evaluate((field, place) => (field.focus(), field.setSelectionRange(place, place)), end);
  for (const character of theirs) await page.keyboard.insertText(character);
  await whenSaved(device, ["on-device", "no-server"]);
  await hide(page);
  await page.getByRole("button", { name: /仮名 さくらさん/ }).click();
  await door(page).waitFor();
  await typeSecret(page, PIN);
  await page.waitForURL(/\/today$/);
  const words = "なくす前に書いた話。";
  await writeOwed(device, place, words);
  assert.ok((await parcels(page)).every((count) => count > 0), "both owe something");
  await lose(place.office, SAKURA);
  assert.equal(await stateOf(SAKURA), "lost");
  // It is open in somebody's hands when it comes to a network.
  await device.offline(false);
  await page.getByText(LOST).waitFor({ timeout: 90_000 });
  await page.getByText("消す前に県のサーバーに届けました").waitFor();
  await whenText(place.office, TALKED, [words, theirs]);
  assert.equal(await stateOf(SAKURA), "wiped");
  await lookAt(device, "wiped-lost");
  // Looked at by a page that opened no store before the browser cleared all: an open one would wait for it.
  await page.reload();
  await page.getByText(LOST).waitFor();
  assert.deepEqual(await vaults(page), []);
  const left = (await placesOf(page, [words, theirs, SAKURA, "みくるべ病院"])).filter((at) => !at.startsWith("cached "));
  assert.deepEqual(left, []);
  // It may begin anew, as another device.
  await enrol(device, invite(place.server, SAKURA));
  await openVisit(device, place.server, place.path);
  await whenText(device, TALKED, [words, theirs]);
  device.quiet();
});

test("a device that has ended takes away what is its person's and leaves what is anybody else's", async (t) => {
  const device = await tabletAt(t, place, "ended", { person: SAKURA });
  const { page } = device;
  await addPerson(device, TSUBASA);
  await hide(page);
  await endDevice(place.server, (await deviceOf(place.office, SAKURA)).device);
  await page.reload();
  await page.getByText("この端末での登録が終わったため、記録を消しました").waitFor({ timeout: 90_000 });
  await until(async () => (await vaults(page)).length === 1);
  await comeIn(page, OTHER_PIN);
  await page.getByText("みくるべ病院").first().waitFor();
  device.quiet();
});

test("a member revoked while offline with unsent words: the relay has them before the tablet is wiped, and the office reads them", async (t) => {
  const { office, server } = place;
  const person = "雛形 ひかり";
  addVisitor(server, person, "ひながた ひかり");
  const path = `/visits/${await makeVisit(office, server, { hospital: "みくるべ病院", pair: ["仮名", "雛形"] })}`;
  await whenSaved(office, ["at-server"]);
  const device = await tabletAt(t, { server, path }, "revoked", { person });
  const { page } = device;
  const words = "登録が終わる前に、線のないところで書いた。";
  await writeOwed(device, { server, path }, words);
  endMember(server, (await deviceOf(office, person)).member);
  await device.offline(false);
  await page.getByText("この端末での登録が終わったため、記録を消しました").waitFor({ timeout: 90_000 });
  await page.getByText("消す前に県のサーバーに預けました").waitFor();
  await lookAt(device, "wiped-ended");
  assert.deepEqual(await vaults(page), []);
  await openVisit(office, server, path);
  const refused = office.page.locator("figure", { hasText: words }).filter({ hasText: "入らなかったわけ" });
  await refused.waitFor({ timeout: 90_000 });
  await lookAt(office, "visit-kept-apart");
  assert.match(await refused.innerText(), /雛形 ひかりさん/);
  assert.equal(await section(office, TALKED).inputValue(), "", "it comes into the record by nobody but the office");
  await refused.getByRole("button", { name: "引き継ぐ（写して残す）" }).click();
  await refused.getByText("引き継ぎました").waitFor();
  device.quiet();
});

test("a forged order to wipe does nothing", async (t) => {
  const device = await tabletAt(t, place, "forged", { person: TSUBASA });
  const { page } = device;
  const words = "消えてはいけない話。";
  await writeOwed(device, place, words);
  await hide(page);
  await device.context.route("**/api/outbox", (route) => route.abort());
  // A true order for another question, a signature of somebody else's, none at all.
  const signature = Buffer.alloc(64, 7).toString("base64url");
  const forged = [{ lost: true, deliver: false, signature }, { lost: true, deliver: true, signature: "" }, null];
  let asked = 0;
  await device.context.route("**/api/contact", (route) => {
    const wipe = forged[asked++ % forged.length];
    return route.fulfill({ json: { state: "lost", now: Date.now(), wipe } });
  });
  await device.offline(false);
  for (let count = 1; count <= forged.length; count += 1) {
    await until(() => asked >= count);
    await page.evaluate(() => dispatchEvent(new Event("online")));
  }
  await until(() => asked > forged.length);
  assert.equal((await vaults(page)).length, 1);
  assert.ok((await parcels(page))[0] > 0);
  await device.context.unroute("**/api/contact");
  await device.context.unroute("**/api/outbox");
  await comeIn(page);
  await whenText(device, TALKED, [words]);
  await whenSaved(device, ["at-server"]);
  await whenParcels(page, [0]);
  device.quiet();
});

test("an order that was true once is none for the next question", async (t) => {
  const device = await tabletAt(t, place, "replayed", { person: SAKURA });
  const other = await tabletAt(t, place, "replaying", { person: TSUBASA });
  // The true order for one device, caught on its way.
  let order;
  await other.context.route("**/api/contact", async (route) => {
    const answer = await route.fetch();
    const said = await answer.json();
    if (said.wipe) order = said;
    return said.wipe ? route.abort() : route.fulfill({ response: answer });
  });
  await hide(other.page);
  await lose(place.office, TSUBASA);
  await other.page.reload();
  await until(() => order !== undefined);
  assert.equal((await vaults(other.page)).length, 1, "it was not told");
  let asked = 0;
  for (const one of [device, other]) {
    await one.context.unroute("**/api/contact");
    await one.context.route("**/api/contact", (route) => (asked++, route.fulfill({ json: order })));
  }
  await hide(device.page);
  for (const one of [device, other]) {
    const before = asked;
    await one.page.reload();
    await door(one.page).waitFor();
    await until(() => asked > before);
    assert.equal((await vaults(one.page)).length, 1);
  }
  // By the relay's own word it goes.
  await other.context.unroute("**/api/contact");
  await other.page.reload();
  await other.page.getByText(LOST).waitFor({ timeout: 90_000 });
  await device.context.unroute("**/api/contact");
  await openPage(device, place.server, place.path);
  await section(device, TALKED).waitFor();
  device.quiet();
});
