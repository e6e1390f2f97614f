// Every page in every state it can be in, at the three widths: it fits, it can be read and pressed, it breaks no rule of
// accessibility, and the page's own policy has nothing to refuse. A picture of each goes to target/screenshots.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LAPTOP, PHONE, TABLET, launchDevice } from "./lib/device.mjs";
import { accessibilityProblems, layoutProblems } from "./lib/layout.mjs";
import { LONG_HOSPITAL, LONG_NAME, LONG_PLACE, LONG_TEXT, datasetWithLongNames, look } from "./lib/look.mjs";
import { addVisitor } from "./lib/member.mjs";
import {
  PIN, aboutDevice, comeIn, enrol, invite, makeVisit, openPage, section, typeAt, typeSecret, whenSaved,
} from "./lib/programme.mjs";
import { startServer } from "./lib/server.mjs";

const devices = [];
let server, nobody, coordinator, prefecture, visitor, usedLink, secondLink;

before(async () => {
  server = await startServer({ dataset: datasetWithLongNames() });
  addVisitor(server, LONG_NAME, "みほんじこうじ さくらのすけ");
  const kinds = { nobody: PHONE, coordinator: LAPTOP, prefecture: LAPTOP, visitor: TABLET };
  for (const [name, kind] of Object.entries(kinds)) devices.push(await launchDevice(name, { kind }));
  [nobody, coordinator, prefecture, visitor] = devices;
  usedLink = await server.link("coordinator", "例示　みどり");
  secondLink = await server.link("visitor", "試作　つばさ");
  await enrol(coordinator, usedLink);
  await enrol(prefecture, await server.link("prefecture"));
  await enrol(visitor, await server.link("visitor", "仮名　さくら"));
});

after(async () => {
  for (const device of devices) await device.close().catch(() => {});
  await server?.stop();
});

// Opens an address and waits for words that say that the page is there.
async function openUntil(device, path, words) {
  await openPage(device, server, path);
  await device.page.getByText(words).first().waitFor();
}

test("what these tests look for is found where it is", async () => {
  const { page } = nobody;
  await openUntil(nobody, "/no-such-page", "見つかりません");
  assert.deepEqual([...(await layoutProblems(page)), ...(await accessibilityProblems(page))], []);
  await page.evaluate(() => {
    const css = new CSSStyleSheet();
    css.replaceSync(`
      .planted-wide { inline-size: 200vw; }
      .planted-cut { inline-size: 4rem; overflow: hidden; white-space: nowrap; }
      .planted-tiny { font-size: 13px; }
      .planted-button { block-size: 30px; padding: 0; }
      .planted-pale { color: #bbb; background: #fff; }
    `);
    document.adoptedStyleSheets = [css];
    // The page takes no text for markup.
    const planted = [
      ["p", "planted-wide", "広い"], ["p", "planted-cut", "切れている長いことば"], ["p", "planted-tiny", "小さい"],
      ["button", "planted-button", "低い"], ["p", "planted-pale", "うすい"],
    ];
    for (const [tag, name, words] of planted) {
      const element = document.createElement(tag);
      element.className = name;
      element.textContent = words;
      document.querySelector("main").append(element);
    }
    document.querySelector("h1").style.color = "#000";
  });
  const found = [...(await layoutProblems(page)), ...(await accessibilityProblems(page))].join("\n");
  const planted = ["scrolls sideways", "planted-cut", "planted-tiny", "target of", "style in the markup", "color-contrast"];
  for (const fault of planted) assert.ok(found.includes(fault), `${fault} in ${found}`);
});

test("pages for nobody: sign-in, a used link, an address that is not there, the components", async () => {
  await openUntil(nobody, "/signin", "リンク");
  await look(nobody, "signin");
  await nobody.open(usedLink);
  await nobody.page.getByText("このリンクは、もう使われています").waitFor();
  await look(nobody, "link-used");
  await openUntil(nobody, "/no-such-page", "見つかりません");
  await look(nobody, "not-found");
  await openUntil(nobody, "/gallery", "部品の一覧");
  await look(nobody, "gallery", { bands: 2 });
});

test("a visitor without a visit", async () => {
  await openUntil(visitor, "/today", "予定されている訪問はありません");
  await look(visitor, "today-empty");
  await openUntil(visitor, "/schedule", "これからの予定はありません");
  await visitor.page.getByRole("button", { name: "この日を入れる" }).click();
  await visitor.page.locator("[aria-invalid=true]").first().waitFor();
  await look(visitor, "schedule-empty");
  await openUntil(visitor, "/handbook", "これは下書きです");
  for (const summary of await visitor.page.locator(".handbook summary").all()) await summary.click();
  await look(visitor, "handbook-open");
  await visitor.page.getByRole("searchbox").fill("どこにもないことば");
  await visitor.page.getByText("あてはまる項目はありません").waitFor();
  await look(visitor, "handbook-none");
  await openUntil(visitor, "/visits/new", "はじめのページへ");
  await look(visitor, "no-right");
});

test("the prefecture's officer", async () => {
  await openUntil(prefecture, "/figures", "実績の表");
  await look(prefecture, "figures");
  await openUntil(prefecture, "/programme", "受託事業所");
  await look(prefecture, "programme");
  await openUntil(prefecture, "/handbook", "この内容で承認する");
  await prefecture.page.getByRole("button", { name: "項目を足す" }).click();
  await prefecture.page.getByRole("button", { name: "下書きとして保存する" }).click();
  await prefecture.page.getByText("見出しを書いてください").waitFor();
  await prefecture.page.getByLabel("見出し").fill("長《なが》い".repeat(30));
  await look(prefecture, "handbook-writing");
  await openUntil(prefecture, "/settings", "端末");
  await look(prefecture, "settings");
});

test("a coordinator makes visits", async () => {
  await openUntil(coordinator, "/visits", "訪問をつくる");
  await look(coordinator, "visits-empty");
  await openUntil(coordinator, "/visits/new", "訪問をつくる");
  await look(coordinator, "visits-new");
  await coordinator.page.getByRole("button", { name: "訪問をつくる" }).click();
  await coordinator.page.locator("[aria-invalid=true]").first().waitFor();
  await look(coordinator, "visits-new-errors");
});

test("a visit with long names, a long note and a field with two values", async () => {
  const short = { hospital: "みくるべ病院", pair: ["仮名", "試作"] };
  await makeVisit(coordinator, server, short);
  const pair = ["仮名", LONG_NAME];
  const id = await makeVisit(coordinator, server, { hospital: LONG_HOSPITAL, pair, place: LONG_PLACE, topics: LONG_TEXT });
  await openUntil(coordinator, "/visits", LONG_HOSPITAL);
  await look(coordinator, "visits");
  await openUntil(visitor, "/today", "みくるべ病院");
  await visitor.page.getByText(LONG_HOSPITAL).first().waitFor();
  await look(visitor, "today-visits");
  await openUntil(visitor, "/schedule", LONG_HOSPITAL);
  await look(visitor, "schedule-visits");

  const path = `/visits/${id}`;
  for (const device of [visitor, coordinator]) await openUntil(device, path, LONG_HOSPITAL);
  await typeAt(visitor, "話したこと", 0, LONG_TEXT);
  await whenSaved(visitor, ["at-server"]);
  // The relay stops for a moment, and two set one field differently.
  await server.stop();
  for (const device of [visitor, coordinator]) await whenSaved(device, ["no-server"]);
  await visitor.page.getByRole("radio", { name: "また会う" }).check();
  await coordinator.page.getByRole("radio", { name: "一度考える" }).check();
  for (const device of [visitor, coordinator]) await whenSaved(device, ["no-server"]);
  server = await startServer({ data: server.data, port: server.port, links: false });
  for (const device of [visitor, coordinator]) await device.page.getByText("に値が2つあります").first().waitFor();
  await whenSaved(visitor, ["at-server"]);
  await look(visitor, "visit-visitor");
  await look(coordinator, "visit-coordinator");
});

test("devices and the access log, with something and with nothing", async () => {
  const { page } = coordinator;
  await openUntil(coordinator, "/settings", "いま使っているもの");
  await page.locator("summary", { hasText: "新しい暗証番号か合言葉にする" }).click();
  await page.getByRole("button", { name: "この暗証番号に変える" }).click();
  await page.locator("[aria-invalid=true]").first().waitFor();
  await look(coordinator, "settings-secret");
  await page.getByRole("button", { name: /^終える/ }).first().click();
  await page.getByText("このサインインを終えますか").waitFor();
  await look(coordinator, "settings-session-end");
  await openUntil(coordinator, "/devices", "仮名 さくら");
  await look(coordinator, "devices");
  await page.getByRole("button", { name: new RegExp(`新しいリンクをつくる.*${LONG_NAME}`) }).click();
  await page.getByRole("button", { name: "リンクをつくる", exact: true }).click();
  await page.getByRole("img", { name: /QRコード/ }).waitFor();
  await look(coordinator, "devices-link");
  await openUntil(coordinator, "/devices?state=ended", "あてはまる端末はありません");
  await look(coordinator, "devices-none");
  await openUntil(coordinator, "/devices", "仮名 さくら");
  const card = page.getByRole("article").filter({ has: page.getByRole("heading", { name: "仮名 さくら" }) });
  await card.getByRole("button", { name: /紛失/ }).click();
  await page.getByText("この端末をなくしましたか").waitFor();
  await look(coordinator, "devices-lost-what");
  await page.getByRole("button", { name: "つぎへ" }).click();
  await page.getByText("この端末を止めますか").waitFor();
  await look(coordinator, "devices-lost-whose");
  await openUntil(coordinator, "/access-log", LONG_HOSPITAL);
  await look(coordinator, "access-log");
  await openUntil(coordinator, "/access-log?month=2020-01", "この月の記録はありません");
  await look(coordinator, "access-log-none");
  // A device for nobody but this: what is lost is not needed any more.
  const lost = await launchDevice("lost", { kind: TABLET });
  devices.push(lost);
  await enrol(lost, invite(server, "試作 つばさ"));
  await lost.page.getByText(LONG_HOSPITAL).or(lost.page.getByText("みくるべ病院")).first().waitFor();
  await openUntil(coordinator, "/devices", "試作 つばさ");
  await page.getByRole("article").filter({ hasText: "試作 つばさ" }).getByRole("button", { name: /紛失/ }).click();
  await page.getByRole("button", { name: "つぎへ" }).click();
  await page.getByRole("button", { name: "紛失として止める" }).click();
  await page.locator(".sheet").waitFor();
  await look(coordinator, "devices-sheet");
  await openUntil(coordinator, "/devices", "試作 つばさ");
  await look(coordinator, "devices-lost");
});

test("two persons on one device", async () => {
  const { page } = visitor;
  await visitor.open(secondLink);
  await page.getByText("秘密を守る約束").first().waitFor();
  await page.getByRole("button", { name: "つぎへ" }).click();
  await page.getByText("読んだら、印をつけてください").waitFor();
  await look(visitor, "link-pledge");
  await page.getByLabel("読みました。事業をはなれたあとも守ります").check();
  await page.getByRole("button", { name: "つぎへ" }).click();
  await page.getByRole("button", { name: "つぎへ" }).click();
  await page.getByText("どちらかを選んでください").first().waitFor();
  await look(visitor, "link-device");
  await aboutDevice(page);
  await page.getByLabel("新しい暗証番号").fill("12345678");
  await page.getByRole("button", { name: "この端末を使えるようにする" }).click();
  await page.getByText("並びが分かりやすすぎます").waitFor();
  await look(visitor, "link-secret");
  await page.getByLabel("新しい暗証番号").fill(PIN);
  await page.getByLabel("確かめのため、もう一度").fill(PIN);
  await page.getByRole("button", { name: "この端末を使えるようにする" }).click();
  await page.getByText("使えるようになりました").waitFor();
  await look(visitor, "link-done");
  await openUntil(visitor, "/people", "仮名 さくら");
  await look(visitor, "people");
  await page.getByRole("button", { name: "かくす" }).click();
  await page.getByText("お名前を押してください").waitFor();
  await look(visitor, "lock-several");
  await typeSecret(page, "00000000");
  await page.getByText("ちがうようです").waitFor();
  await look(visitor, "lock-wrong");
  await comeIn(page);
});

test("without a relay", async () => {
  await server.stop();
  await whenSaved(coordinator, ["no-server"]);
  await look(coordinator, "visit-offline");
});
