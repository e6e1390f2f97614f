// Care for a visitor: before, after, ten minutes of the pair, somebody of one's own choosing. What stands in it goes to
// the two it is for, and to nobody else: not the partner, not the office, not the prefecture, not a file.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { beginCare, check, part, whenSent, write } from "./lib/care.mjs";
import { LAPTOP, PHONE, TABLET, launchDevice, whenOfflineReady } from "./lib/device.mjs";
import { enrol, makeVisit, openPage, openVisit, whenSaved } from "./lib/programme.mjs";
import { hasReceived, idBytes, listen } from "./lib/received.mjs";
import { startServer } from "./lib/server.mjs";

const MIND = "じぶんの入院のころを思い出して、眠れるか心配です";
const LATER = "つばささんにだけ話します";
const ALONE = /^だれにも見せない/;
const OFFICE = /^例示　?.?みどりさん/;
const PARTNER = /^試作　?.?つばささん/;
let server, office, sakura, tsubasa, prefecture, visit, forOffice;

before(async () => {
  server = await startServer();
  const people = { office: LAPTOP, sakura: TABLET, tsubasa: PHONE, prefecture: LAPTOP };
  const devices = {};
  for (const [name, kind] of Object.entries(people)) {
    devices[name] = await launchDevice(name, { kind });
    listen(devices[name]);
  }
  ({ office, sakura, tsubasa, prefecture } = devices);
  await enrol(office, await server.link("coordinator", "例示　みどり"));
  await enrol(sakura, await server.link("visitor", "仮名　さくら"));
  await enrol(tsubasa, await server.link("visitor", "試作　つばさ"));
  await enrol(prefecture, await server.link("prefecture"));
  visit = await makeVisit(office, server, { hospital: "みくるべ病院", pair: ["仮名", "試作"] });
  for (const device of [sakura, tsubasa]) {
    await openVisit(device, server, `/visits/${visit}`);
    await whenOfflineReady(device.page);
  }
});

after(async () => {
  for (const device of [office, sakura, tsubasa, prefecture]) await device?.close().catch(() => {});
  await server?.stop();
});

// The 16 bytes of the document in an address.
const bytesOf = (path) => idBytes(path.split("/").at(-1));

test("a visitor writes before a visit for nobody but themselves, without a network, on a tablet and on a phone", async () => {
  for (const device of [sakura, tsubasa]) {
    const { page } = device;
    await openPage(device, server, "/today");
    await page.getByRole("link", { name: "支え", exact: true }).waitFor();
    await device.offline(true);
    await page.getByRole("link", { name: "支え", exact: true }).click();
    await page.getByRole("link", { name: /みくるべ病院/ }).click();
    await page.getByRole("button", { name: "書きはじめる" }).click();
    await page.getByText("読んでもらう人か、「だれにも見せない」を選んでください").waitFor();
    await page.getByRole("radio", { name: ALONE }).check();
    await page.getByText("読めるのは、あなただけです。").waitFor();
    await page.getByRole("button", { name: "書きはじめる" }).click();
    await page.waitForURL(/\/care\/[1-9A-HJ-NP-Za-km-z]{20,}$/);
    await check(device, "行く前のいま", "緊張している", "どきどきする");
    await whenSaved(device, ["no-server", "on-device"]);
    const path = new URL(page.url()).pathname;
    await openPage(device, server, path);
    const before = part(page, "行く前のいま");
    // What is chosen already is folded away: on the day, what comes after is to be at hand.
    await part(page, "行ったあとのいま").getByRole("radio", { name: "くたびれた" }).waitFor();
    assert.ok(!(await before.getByRole("radio", { name: "緊張している" }).isVisible()));
    await before.getByText("選びました", { exact: true }).waitFor();
    await before.locator("summary").click();
    await before.getByRole("radio", { name: "緊張している", checked: true }).waitFor();
    assert.ok(await before.getByRole("checkbox", { name: "どきどきする" }).isChecked());
    // What was chosen can be taken back: nobody is asked why.
    await before.getByRole("button", { name: /^選んだものを消す/ }).click();
    await before.getByRole("radio", { name: "緊張している", checked: false }).waitFor();
    await check(device, "行く前のいま", "いつもどおり");
    await device.offline(false);
    await whenSent(device);
    const others = [office, prefecture, device === sakura ? tsubasa : sakura];
    for (const other of others) assert.ok(!hasReceived(other, bytesOf(path)), `${other.name} got what is ${device.name}'s alone`);
    device.quiet();
  }
});

test("nothing is anywhere before something is chosen or written", async () => {
  const { page } = sakura;
  const path = await beginCare(sakura, server, visit, PARTNER);
  await page.getByText("何か選ぶか書くと、この端末に残ります").waitFor();
  await openPage(sakura, server, "/care");
  await page.getByRole("link", { name: /みくるべ病院/ }).first().waitFor();
  assert.equal(await page.locator(`a[href="${path}"]`).count(), 0);
  assert.ok(!hasReceived(tsubasa, bytesOf(path)));
});

test("what is written for somebody comes to them, who calls; and to nobody else", async () => {
  const { page } = sakura;
  forOffice = await beginCare(sakura, server, visit, OFFICE);
  await page.getByText(/読めるのは、あなたと例示.?みどりさんだけです。/).first().waitFor();
  await check(sakura, "行ったあとのいま", "くたびれた", "自分のころを思い出した");
  await write(sakura, "いま思っていること", MIND);
  await page.getByRole("radio", { name: "しばらく休みたい" }).check();
  await whenSent(sakura);
  await page.getByRole("textbox", { name: "支える人と話したこと" }).scrollIntoViewIfNeeded();
  const place = (selector) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().toJSON());
  const [band, status] = [await place(".readers"), await place(".status-bar")];
  assert.ok(band.top >= status.bottom - 1 && band.bottom < 300, "who may read stays in sight while one writes");

  await openPage(office, server, "/care");
  const { page: desk } = office;
  const chosen = part(desk, "あなたを選んだ人");
  await chosen.getByRole("link", { name: /仮名.?さくらさん/ }).click();
  await desk.getByText(/読めるのは、あなたと仮名.?さくらさんだけです。/).waitFor();
  await desk.waitForFunction(
    (words) => [...document.querySelectorAll("textarea")].some((field) => field.value.includes(words)), MIND);
  await desk.getByText("くたびれた").waitFor();
  await desk.getByText("しばらく休みたい").waitFor();
  assert.ok(hasReceived(office, MIND), "the search finds what is there");
  assert.equal(await desk.getByRole("radio", { name: "くたびれた" }).count(), 0, "a supporter chooses no face");
  await desk.getByRole("radio", { name: "話した" }).check();
  await desk.getByLabel("ひとこと（書かなくてもかまいません）").fill("ゆっくり休むことにした");
  await desk.getByRole("button", { name: "電話を記録する" }).click();
  await desk.getByText("電話を記録しました").waitFor();
  await whenSent(office);
  await part(page, "電話の記録").getByText("ゆっくり休むことにした").waitFor();

  for (const other of [tsubasa, prefecture]) {
    assert.ok(!hasReceived(other, MIND) && !hasReceived(other, bytesOf(forOffice)), `${other.name} got it`);
  }
  for (const device of [sakura, office]) device.quiet();
});

test("another supporter is another document: what was written stays with whom it was written to", async () => {
  const { page } = sakura;
  await openPage(sakura, server, forOffice);
  await page.getByRole("link", { name: "ほかの人に書く" }).click();
  await page.getByRole("radio", { name: PARTNER }).check();
  await page.getByText(/読めるのは、あなたと試作.?つばささんだけです。/).waitFor();
  await page.getByRole("button", { name: "書きはじめる" }).click();
  await page.waitForURL((url) => url.pathname !== forOffice && /\/care\/[1-9A-HJ-NP-Za-km-z]{20,}$/.test(url.pathname));
  assert.equal(await page.getByRole("textbox", { name: "いま思っていること" }).inputValue(), "");
  await write(sakura, "いま思っていること", LATER);
  await whenSent(sakura);
  const path = new URL(page.url()).pathname;
  await openPage(tsubasa, server, "/care");
  await part(tsubasa.page, "あなたを選んだ人").getByRole("link", { name: /仮名.?さくらさん/ }).click();
  await tsubasa.page.waitForFunction(
    (words) => [...document.querySelectorAll("textarea")].some((field) => field.value.includes(words)), LATER);
  assert.ok(hasReceived(tsubasa, LATER) && !hasReceived(tsubasa, MIND));
  assert.ok(!hasReceived(office, LATER) && !hasReceived(office, bytesOf(path)) && !hasReceived(prefecture, LATER));
});

test("the office sees that a call is due, then late, then held, and no word of anything", async () => {
  const { page } = office;
  const due = part(page, "訪問のあとの電話");
  await openPage(office, server, "/care");
  // Sakura's was held; Tsubasa's comes from tomorrow on.
  const states = due.locator("li .state");
  await states.getByText("電話はすみました").waitFor();
  await states.getByText("これから").waitFor();
  const words = await due.innerText();
  for (const word of [MIND, LATER, "しばらく休みたい", "くたびれた", "例示"]) assert.ok(!words.includes(word), word);
  await page.clock.setFixedTime(new Date(Date.now() + 5 * 24 * 60 * 60 * 1000));
  await openPage(office, server, "/requests");
  await page.getByRole("link", { name: "訪問のあとの電話をかける" }).click();
  await states.getByText("電話がまだです").waitFor();
  assert.deepEqual(await states.allInnerTexts(), ["電話がまだです", "電話はすみました"], "whose call is late comes first");
  await page.clock.setFixedTime(new Date());

  const { page: phone } = tsubasa;
  await openPage(tsubasa, server, "/care");
  await part(phone, "あなたの訪問").getByRole("link", { name: /みくるべ病院/ }).click();
  await phone.getByRole("checkbox", { name: /^電話はいりません/ }).check();
  await whenSent(tsubasa);
  await openPage(office, server, "/care");
  await page.waitForFunction(
    () => [...document.querySelectorAll("#due ~ ul .state")].every((state) => state.innerText === "電話はすみました"));
});

test("the two say that they looked back together, and not what was said", async () => {
  const { page } = sakura;
  await openVisit(sakura, server, `/visits/${visit}`);
  await page.getByRole("radio", { name: "ふりかえった", exact: true }).check();
  await page.getByRole("link", { name: "ふりかえり方と、あなた自身の記録" }).click();
  await part(page, "ふたりで10分、ふりかえる").waitFor();
  await write(sakura, "ふたりでふりかえったこと", "沈黙がこわかった");
  await whenSent(sakura);
  await openVisit(tsubasa, server, `/visits/${visit}`);
  await tsubasa.page.getByRole("radio", { name: "ふりかえった", exact: true, checked: true }).waitFor();
  assert.ok(!hasReceived(prefecture, "沈黙がこわかった"));
});

test("what is for few goes into no file that leaves the device", async () => {
  const { page } = sakura;
  await openPage(sakura, server, "/settings");
  const taking = part(page, "記録を持ち出す");
  await taking.getByLabel("ファイルの合言葉").fill("あさがおとひまわりの夏休み");
  await taking.getByLabel("確かめのため、もう一度").fill("あさがおとひまわりの夏休み");
  await taking.getByRole("button", { name: "ファイルを作る" }).click();
  await taking.getByText("支えの記録と、心配なことの記録は入れていません").waitFor();
});
