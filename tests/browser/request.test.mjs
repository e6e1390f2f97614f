// From a wish told by telephone to an accepted note and to changed tables: taken by keyboard alone, interrupted,
// judged under the policy of the day, asked of the prefecture, written without a network, received. And what each role
// has of it: a visitor no request, the prefecture figures alone, another office nothing.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LAPTOP, PHONE, TABLET, launchDevice, whenOfflineReady } from "./lib/device.mjs";
import { accessibilityProblems, layoutProblems } from "./lib/layout.mjs";
import {
  comeIn, enrol, invite, openPage, openVisit, reports, section, tokyoDay, typeAt, whenSaved, whenText,
} from "./lib/programme.mjs";
import { hasReceived, idBytes, listen } from "./lib/received.mjs";
import { screenshot } from "./lib/screenshot.mjs";
import { startServer } from "./lib/server.mjs";

const NAME = "見本 さくらこ";
const WISH = "ひみつの散歩の話を聞いてほしい";
const everybody = [];
let server, office, prefecture, sakura, tsubasa, path;

before(async () => {
  server = await startServer();
  office = await launchDevice("office", { kind: LAPTOP });
  prefecture = await launchDevice("prefecture", { kind: LAPTOP });
  sakura = await launchDevice("sakura", { kind: TABLET });
  tsubasa = await launchDevice("tsubasa", { kind: TABLET });
  everybody.push(office, prefecture, sakura, tsubasa);
  for (const device of everybody) listen(device);
  await enrol(office, await server.link("coordinator", "例示　みどり"));
  await enrol(prefecture, await server.link("prefecture"));
  await enrol(sakura, await server.link("visitor", "仮名　さくら"));
  await enrol(tsubasa, await server.link("visitor", "試作　つばさ"));
});

after(async () => {
  for (const device of everybody) await device.close().catch(() => {});
  await server?.stop();
});

async function three(page, name) {
  for (const kind of [PHONE, TABLET, LAPTOP]) {
    await page.setViewportSize(kind.viewport);
    assert.deepEqual(await layoutProblems(page), [], `${name} at ${kind.viewport.width}`);
    await screenshot(page, `${name}-${kind.viewport.width}`);
  }
  assert.deepEqual(await accessibilityProblems(page), [], name);
}

test("a wish is taken by keyboard alone, and an interruption loses nothing of it", async () => {
  const { page } = office;
  const keys = page.keyboard;
  await openPage(office, server, "/requests");
  await page.getByRole("link", { name: "依頼を受ける" }).focus();
  await keys.press("Enter");
  await page.getByRole("heading", { name: "聞き取り" }).waitFor();
  await three(page, "request-new");
  await page.getByLabel("依頼経路").focus();
  await keys.press("ArrowDown");
  await page.waitForURL(/\/requests\/[1-9A-HJ-NP-Za-km-z]{20,}$/);
  path = new URL(page.url()).pathname;
  await keys.press("Tab");
  await keys.insertText("みく");
  await page.getByRole("option", { name: /みくるべ病院/ }).waitFor();
  await keys.press("ArrowDown");
  await keys.press("Enter");
  for (const words of ["3階東病棟", NAME, "みほん さくらこ", WISH]) {
    await keys.press("Tab");
    await keys.insertText(words);
  }
  await whenSaved(office, ["at-server", "on-device", "no-server"]);

  // The telephone is put down, another page is looked at, the page is loaded anew: everything stands there.
  await openPage(office, server, "/visits");
  await openPage(office, server, "/requests");
  await page.getByRole("link", { name: NAME }).click();
  await page.getByRole("heading", { name: "聞き取り" }).waitFor();
  await page.reload();
  await comeIn(page);
  await page.getByRole("heading", { name: "聞き取り" }).waitFor();
  assert.equal(await page.getByLabel("依頼経路").inputValue(), "self_phone");
  assert.equal(await page.getByRole("combobox", { name: "病院", exact: true }).inputValue(), "みくるべ病院");
  assert.equal(await page.getByLabel("病棟", { exact: true }).inputValue(), "3階東病棟");
  assert.equal(await page.getByLabel("ご本人のお名前").inputValue(), NAME);
  assert.equal(await page.getByLabel("ご本人の希望（ことばのまま）").inputValue(), WISH);
  office.quiet();
});

test("a second request for what may be the same person says so", async () => {
  const { page } = office;
  await openPage(office, server, "/requests/new");
  await page.getByLabel("依頼経路").selectOption("ward_nurse");
  await page.getByRole("combobox", { name: "病院", exact: true }).fill("みくるべ");
  await page.getByRole("option", { name: /みくるべ病院/ }).click();
  await page.getByLabel("ご本人のお名前").fill(NAME);
  await page.getByText("同じ方かもしれない依頼があります").waitFor();
  await page.getByText("ご本人以外からの依頼です").waitFor();
  await page.getByText("完了にする").click();
  await page.getByRole("radio", { name: "その他" }).last().check();
  await page.getByLabel("ご本人に伝えたこと").fill("前の依頼の続きとして受けると伝えた");
  await page.getByRole("button", { name: "完了を記録する" }).click();
  await page.getByText("前の依頼の続きとして受けると伝えた").first().waitFor();
});

test("nobody is sent before the person's own wish is confirmed and the request is judged", async () => {
  const { page } = office;
  await openPage(office, server, `${path}/arrange`);
  await page.getByText("ご本人の意向がまだ確認できていません").waitFor();
  await openPage(office, server, path);
  await page.getByRole("button", { name: "意向の確認を記録する" }).click();
  await page.getByText("意向を確認した日を入れてください").waitFor();
  await page.getByRole("button", { name: "今日" }).first().click();
  await page.getByRole("radio", { name: "電話", exact: true }).check();
  await page.getByLabel("確認した人").fill("事業所の例示");
  await page.getByRole("button", { name: "意向の確認を記録する" }).click();

  // Voluntarily admitted: the policy of today asks for the prefecture's word.
  await page.getByLabel("入院形態", { exact: true }).selectOption("voluntary");
  await page.getByText("県への相談が必要です").waitFor();
  await page.getByRole("radio", { name: "対象とする" }).check();
  await page.getByLabel("理由（事業の目的に照らして）").fill("話す相手がいない");
  await page.getByRole("button", { name: "判断を記録する" }).click();
  await page.getByText("この方は、県の回答（可）があると対象にできます").waitFor();
  await page.getByRole("radio", { name: "県へ相談する" }).check();
  await page.getByRole("button", { name: "判断を記録する" }).click();
  await page.getByLabel("事業所の考えと理由").fill("さくらこさんには話す相手がいない");
  await page.getByRole("button", { name: "県へ送る" }).click();
  await page.getByText("ご本人が分かってしまうことばが入っています").waitFor();
  await page.getByLabel("事業所の考えと理由").fill("話す相手がいないため、対象にしたい");
  await page.getByRole("button", { name: "県へ送る" }).click();
  await page.getByText("県の回答を待っています").waitFor();
  await three(page, "request-asked");
  await whenSaved(office, ["at-server"]);
});

test("the prefecture answers, and the office judges by the answer", async () => {
  const { page } = prefecture;
  await openPage(prefecture, server, "/consults");
  await page.getByText("回答待ち").first().waitFor();
  await three(page, "consults");
  await page.locator(".rows__link").first().click();
  await page.getByRole("button", { name: "回答する" }).waitFor();
  await page.getByRole("radio", { name: "可", exact: true }).check();
  await page.getByRole("textbox", { name: /^理由/ }).fill("面会が途絶えている");
  await page.getByRole("button", { name: "回答する" }).click();
  await page.getByText("回答を保存しました").waitFor();
  await three(page, "consult");
  await whenSaved(prefecture, ["at-server"]);

  await office.page.getByText("県の回答が届いています：可").waitFor();
  await office.page.getByRole("button", { name: "回答を経過に記録する" }).click();
  await office.page.getByRole("radio", { name: "対象とする" }).check();
  await office.page.getByLabel("理由（事業の目的に照らして）").fill("県の回答が可のため");
  await office.page.getByRole("button", { name: "判断を記録する" }).click();
  await office.page.getByRole("link", { name: "訪問を調整する" }).waitFor();
  office.quiet();
  prefecture.quiet();
});

test("a pair is arranged, writes without a network, is asked back, and the note is received and counted", async () => {
  const { page } = office;
  const before = reports(server);
  await page.getByRole("link", { name: "訪問を調整する" }).click();
  await page.getByText("1回目の訪問です").waitFor();
  assert.equal(await page.getByRole("combobox", { name: "病院" }).inputValue(), "みくるべ病院");
  await page.getByRole("group", { name: "訪問する日" }).getByRole("button", { name: "今日" }).click();
  await page.getByLabel("会う時刻").fill("14:00");
  await page.getByLabel("会う場所").fill("2階の面会室");
  for (const [field, name] of [["1人目", "仮名"], ["2人目", "試作"]]) {
    await page.getByRole("combobox", { name: field }).fill(name);
    await page.getByRole("option", { name }).first().click();
  }
  await page.getByText("事前連携（病棟との打ち合わせ）がまだです").waitFor();
  await three(page, "arrange");
  await page.getByRole("button", { name: "訪問をつくる" }).click();
  await page.getByText("ひとこと書いてください").waitFor();
  await page.getByLabel("このまま進める理由").fill("病棟へは前日に電話する");
  await page.getByRole("button", { name: "訪問をつくる" }).click();
  await page.getByText("訪問をつくりました").waitFor();
  const visit = new URL(page.url()).pathname;
  await whenSaved(office, ["at-server"]);

  // The place changes, and the pair sees the new one.
  await openVisit(sakura, server, visit);
  await sakura.page.getByText("1回目（はじめて会います）").waitFor();
  await page.getByText("予定を変える・取りやめる").click();
  await page.getByRole("textbox", { name: "会う場所" }).fill("1階の相談室");
  await page.getByRole("button", { name: "予定を変える", exact: true }).click();
  await page.getByText("保存しました。2人の端末にも届きます").waitFor();
  await sakura.page.getByText("1階の相談室").waitFor();

  // In the hospital there is no network.
  await whenOfflineReady(sakura.page);
  await sakura.offline(true);
  await typeAt(sakura, "話したこと", 0, "犬の話をした。");
  await sakura.page.getByRole("checkbox", { name: "本人の話を聴く" }).check();
  await whenSaved(sakura, ["on-device", "no-server"]);
  await sakura.offline(false);
  await whenSaved(sakura, ["at-server"]);

  // The office reads it, asks back, gets an answer, and receives it.
  await whenText(office, "話したこと", ["犬の話をした。"]);
  await page.getByText("訪問した2人に確かめる").click();
  await page.getByRole("textbox", { name: "確かめたいこと" }).fill("カードは渡せましたか");
  await page.getByRole("button", { name: "2人に送る" }).click();
  await sakura.page.getByText("カードは渡せましたか").waitFor();
  await sakura.page.getByRole("textbox", { name: "答え" }).fill("渡せました");
  await sakura.page.getByRole("button", { name: "答えを書き込む" }).click();
  await page.getByText("渡せました", { exact: true }).waitFor();
  const accept = page.getByRole("region", { name: "受け取る" });
  await accept.or(page.locator("section[aria-labelledby=accept]")).first().getByRole("radio").first().check();
  await page.locator("section[aria-labelledby=accept] button").last().click();
  await whenSaved(office, ["at-server"]);
  await three(page, "visit-received");

  const after = reports(server);
  const total = (table) => table.total.total;
  assert.equal(total(after.requests), total(before.requests), "the request was counted when it was received");
  assert.equal(after.visits.rows.length, before.visits.rows.length + 1);
  assert.equal(after.visits.rows.at(-1).day ?? after.visits.rows.at(-1).date, tokyoDay());

  // The pages of the office and of the prefecture say the same as the command line.
  for (const device of [office, prefecture]) {
    await openPage(device, server, "/figures/visits");
    await device.page.getByText(`${after.visits.rows.length}件`).first().waitFor();
  }

  // The next visit is one step away, with one face kept.
  await openPage(office, server, visit);
  await page.getByRole("button", { name: "次の訪問を調整する" }).click();
  await page.getByText("2回目の訪問です").waitFor();
  assert.notEqual(await page.getByRole("combobox", { name: "1人目" }).inputValue(), "");
  assert.equal(await page.getByLabel("会う場所").inputValue(), "1階の相談室");

  // Arranged and called off before its day, it says so and no figure moves.
  await page.getByRole("group", { name: "訪問する日" }).getByRole("button", { name: "明日" }).click();
  await page.getByLabel("会う時刻").fill("10:00");
  assert.match(await page.getByRole("combobox", { name: "1人目" }).inputValue(), /^試作/, "who works in support comes again");
  await page.getByRole("combobox", { name: "2人目" }).fill("仮名");
  await page.getByRole("option", { name: "仮名" }).first().click();
  await page.getByLabel("このまま進める理由").fill("病棟へは前日に電話する");
  await page.getByRole("button", { name: "訪問をつくる" }).click();
  await page.getByText("訪問をつくりました").waitFor();
  await page.getByText("2回目", { exact: true }).waitFor();
  await page.getByText("予定を変える・取りやめる").click();
  await page.getByRole("button", { name: "訪問の前に退院した" }).click();
  await page.getByText("保存しました。2人の端末にも届きます").waitFor();
  await whenSaved(office, ["at-server"]);
  assert.deepEqual(reports(server).visits, after.visits);
  for (const device of everybody) device.quiet();
});

test("the board says who waits and what is owed, in three widths", async () => {
  const { page } = office;
  await openPage(office, server, "/requests");
  await page.getByRole("link", { name: NAME }).first().waitFor();
  await three(page, "board");
  await page.getByRole("link", { name: /^完了/ }).click();
  await page.waitForURL(/state=closed/);
  await page.getByText("1件").first().waitFor();
  await openPage(office, server, "/calendar");
  await page.getByRole("link", { name: /みくるべ病院/ }).first().waitFor();
  await three(page, "calendar");
  office.quiet();
});

test("a visitor has no request, the prefecture figures alone, and no screen shows more", async () => {
  for (const device of [sakura, tsubasa, prefecture]) {
    for (const word of [NAME, WISH, "みほん さくらこ", "事業所の例示"]) {
      const told = word === "事業所の例示" && device !== prefecture;
      assert.equal(hasReceived(device, word), told, `${device.name}: ${word}`);
    }
  }
  // What is looked for is found where it may be: a new device of the office is sent the request.
  const request = idBytes(path.split("/").at(-1));
  const again = await launchDevice("office-again", { kind: LAPTOP });
  everybody.push(again);
  listen(again);
  await enrol(again, invite(server, "例示　みどり"));
  await again.page.getByRole("link", { name: NAME }).first().waitFor();
  assert.ok(hasReceived(again, request), "a request is named on the wire to its office");
  assert.equal(hasReceived(tsubasa, "nothing of this kind"), false);
  for (const word of ["犬の話をした。", "1階の相談室"]) assert.equal(hasReceived(prefecture, word), false, word);
  for (const device of [sakura, prefecture]) {
    await openPage(device, server, path);
    await device.page.getByRole("heading", { name: "このページは開けません" }).waitFor();
    assert.equal(await device.page.getByText(NAME).count(), 0);
  }
});
