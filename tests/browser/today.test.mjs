// A visitor's day: what one has to know on one screen, staying away in one press, what to read before with marks and
// questions, the note in two minutes by touch, and what the person lets be told.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LAPTOP, PHONE, TABLET, whenOfflineReady } from "./lib/device.mjs";
import { accessibilityProblems, layoutProblems } from "./lib/layout.mjs";
import { startPair } from "./lib/pair.mjs";
import { comeIn, makeVisit, openPage, openVisit, whenSaved } from "./lib/programme.mjs";
import { screenshot } from "./lib/screenshot.mjs";

let pair, server, office, sakura, tsubasa, path;

before(async () => {
  pair = await startPair();
  ({ server, office, sakura, tsubasa } = pair);
  const id = await makeVisit(office, server, { hospital: "みくるべ病院", pair: ["仮名", "試作"], topics: "猫の話" });
  path = `/visits/${id}`;
  await whenSaved(office, ["at-server"]);
});

after(() => pair?.stop());

async function look(device, name) {
  for (const kind of [PHONE, LAPTOP, TABLET]) {
    await device.page.setViewportSize(kind.viewport);
    assert.deepEqual(await layoutProblems(device.page), [], `${name} at ${kind.viewport.width}`);
    assert.deepEqual(await accessibilityProblems(device.page), [], `${name} at ${kind.viewport.width}`);
    await screenshot(device.page, `${name}-${kind.viewport.width}`);
  }
}

const next = (device) => device.page.getByRole("region", { name: "つぎの訪問" });

test("one screen says when, where, with whom, whom to call, and that one can come again; also without a network", async () => {
  const { page } = sakura;
  await openPage(sakura, server, "/today");
  await next(sakura).getByText("みくるべ病院").waitFor();
  await next(sakura).getByText("試作 つばささん").waitFor();
  await page.getByRole("heading", { name: "行く前に見ておくこと" }).waitFor();
  await whenOfflineReady(page);
  await sakura.offline(true);
  await page.reload();
  await comeIn(page);
  await next(sakura).getByText("みくるべ病院").waitFor();
  const words = await next(sakura).innerText();
  for (const said of ["きょう", "午後2時", "試作 つばささん", "2階の面会室", "また会えます", "こころの笑顔"]) {
    assert.ok(words.includes(said), `${said} in ${words}`);
  }
  await page.locator("summary", { hasText: "当日" }).click();
  await page.getByText("15分前").waitFor();
  await page.locator("summary", { hasText: "はじめに" }).click();
  await page.getByText("お話を聞きに来ました").waitFor();
  await look(sakura, "today-guide");
});

test("a visitor stays away in one press without a network, and takes it back in another", async () => {
  const { page } = sakura;
  await next(sakura).getByRole("button", { name: "きょうはやめておく" }).click();
  await page.getByText("やめておくことにしました").waitFor();
  await page.getByText("つながったときに事務局に届きます").waitFor();
  assert.equal(await next(sakura).getByRole("textbox").count(), 0, "nobody is asked why");
  await look(sakura, "today-stays");
  await sakura.offline(false);
  await whenSaved(sakura, ["at-server"]);

  await openPage(office, server, "/requests");
  await office.page.getByRole("link", { name: "代わりの人をさがす" }).click();
  await office.page.getByText("代わりの人をさがしてください").waitFor();
  await office.page.getByText("仮名 さくらさんは、この訪問に行かないことにしました").waitFor();

  await openPage(tsubasa, server, "/today");
  await tsubasa.page.getByText("代わりの人をさがしています").waitFor();
  assert.ok(!(await next(tsubasa).innerText()).includes("行かない"), "the other hears that somebody is looked for");
  await openVisit(tsubasa, server, path);
  await tsubasa.page.getByText("代わりの人をさがしています").waitFor();
  assert.equal(await tsubasa.page.getByText("行かないことにしました").count(), 0);

  await next(sakura).getByRole("button", { name: "やはり行きます" }).click();
  await next(sakura).getByRole("button", { name: "きょうはやめておく" }).waitFor();
  await office.page.getByText("代わりの人をさがしてください").waitFor({ state: "hidden", timeout: 90_000 });
});

test("the office sees who read what to know before, and that it changed since", async () => {
  const { page } = office;
  await openVisit(office, server, path);
  // The other one opened the visit before.
  await page.getByText("仮名 さくらさん：まだ読んでいません").waitFor();
  await page.getByText(/試作 つばささん：読みました（\d\d:\d\d）/).waitFor();
  await openVisit(sakura, server, path);
  await sakura.page.getByText(/読みました（.*）。読んだことと日時は、事務局にも出ています/).waitFor();
  await page.getByText(/仮名 さくらさん：読みました（\d\d:\d\d）/).waitFor({ timeout: 90_000 });
  // She is away from the page when the words change.
  await openPage(sakura, server, "/today");
  await page.getByRole("button", { name: "書きかえる" }).click();
  await page.getByLabel("話しやすい話題", { exact: true }).fill("猫と犬の話");
  await page.getByText(/仮名 さくらさん：読んだあとに書きかわりました/).waitFor();
  await page.getByRole("button", { name: "書きおわる" }).click();
  await whenSaved(office, ["at-server"]);
  await openVisit(sakura, server, path);
  await sakura.page.getByText("前に読んだあとで、書きかわりました").waitFor({ timeout: 90_000 });
  await sakura.page.getByText("猫と犬の話").waitFor();
  await page.getByText(/仮名 さくらさん：読みました（\d\d:\d\d）/).waitFor({ timeout: 90_000 });
});

test("a visitor asks the office without a network, and the answer stands where it was asked", async () => {
  const { page } = sakura;
  await sakura.offline(true);
  await page.getByRole("textbox", { name: "事務局に聞く" }).fill("部屋は変わりましたか");
  // What was typed and not sent is there after a lock.
  await whenSaved(sakura);
  await page.reload();
  await comeIn(page);
  await page.getByRole("textbox", { name: "事務局に聞く" }).waitFor();
  assert.equal(await page.getByRole("textbox", { name: "事務局に聞く" }).inputValue(), "部屋は変わりましたか");
  await page.getByRole("button", { name: "事務局に送る" }).click();
  await page.getByText("事務局の答えを待っています").waitFor();
  await sakura.offline(false);
  await whenSaved(sakura, ["at-server"]);
  await openPage(office, server, "/requests");
  await office.page.getByRole("link", { name: "訪問する人の質問に答える" }).click();
  await office.page.getByText("部屋は変わりましたか").waitFor();
  await office.page.getByRole("textbox", { name: "答え", exact: true }).fill("同じ部屋です");
  await office.page.getByRole("button", { name: "答えを書き込む" }).click();
  await page.getByText("同じ部屋です").waitFor({ timeout: 90_000 });
  assert.equal(await page.getByText("事務局の答えを待っています").count(), 0);
  assert.equal(await page.getByRole("textbox", { name: "事務局に聞く" }).inputValue(), "", "sent, it is begun no more");
});

test("the note takes two minutes by touch, without a key", async () => {
  const { page } = sakura;
  await page.getByRole("checkbox", { name: "本人の話を聴く" }).check();
  await page.getByRole("button", { name: /^ご本人と2人\s*：\s*その場にいた人/ }).click();
  await page.getByRole("button", { name: /^30\s*：\s*会っていた時間/ }).click();
  await page.getByRole("radio", { name: "また会う" }).check();
  await page.getByRole("radio", { name: "渡した", exact: true }).check();
  assert.equal(await page.getByLabel("その場にいた人").inputValue(), "ご本人と2人");
  assert.equal(await page.getByLabel("会っていた時間（分）").inputValue(), "30");
  await look(sakura, "visit-quick");
});

test("nothing may be told but what the person let be told, and that can be taken back", async () => {
  const { page } = sakura;
  const part = page.getByRole("region", { name: "同意（伝えてよいこと）" });
  await part.getByText("いまは、だれにも伝えません").waitFor();
  await part.locator("summary", { hasText: "ご本人の同意を書く" }).click();
  await part.getByRole("button", { name: "同意を書き込む" }).click();
  await part.getByText("伝える相手を選んでください").waitFor();
  await part.getByRole("radio", { name: "地域移行支援の相談員" }).check();
  await part.getByLabel("何を伝えますか").fill("名前と見学の希望だけ");
  const days = part.getByRole("group", { name: "ご本人が言った日" }).getByRole("textbox");
  const day = await days.nth(2).inputValue();
  await days.nth(2).fill("");
  await part.getByRole("button", { name: "同意を書き込む" }).click();
  await part.getByText("ご本人が言った日を、年・月・日で入れてください").waitFor();
  await days.nth(2).fill(day);
  // What is begun is there after a lock.
  await whenSaved(sakura);
  await page.reload();
  await comeIn(page);
  await part.getByLabel("何を伝えますか").waitFor();
  assert.equal(await part.getByLabel("何を伝えますか").inputValue(), "名前と見学の希望だけ");
  assert.ok(await part.getByRole("radio", { name: "地域移行支援の相談員" }).isChecked());
  await part.getByRole("button", { name: "同意を書き込む" }).click();
  await part.getByText("伝えてよい", { exact: true }).waitFor();
  await part.getByText("名前と見学の希望だけ").waitFor();
  await part.getByText(/聞いた人：あなた/).waitFor();
  await look(sakura, "visit-consent");
  // The office sees the same, and the person takes it back.
  const seen = office.page.getByRole("region", { name: "同意（伝えてよいこと）" });
  await seen.getByText("名前と見学の希望だけ").waitFor({ timeout: 90_000 });
  await part.getByRole("button", { name: "ご本人が取りやめた" }).click();
  await part.getByText(/に、ご本人が取りやめました/).waitFor();
  await part.getByText("いまは、だれにも伝えません").waitFor();
  await seen.getByText(/に、ご本人が取りやめました/).waitFor({ timeout: 90_000 });
  for (const device of [sakura, tsubasa, office]) device.quiet();
});
