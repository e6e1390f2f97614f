// The same app in the other engine that people's tablets have: it starts, enrols a person, keeps and sends what they write,
// starts without the relay, and merges with a tablet of the first engine.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LAPTOP, TABLET, launchDevice } from "./lib/device.mjs";
import { PIN, enrol, makeVisit, openVisit, section, typeAt, whenSaved, whenText } from "./lib/programme.mjs";
import { startServer } from "./lib/server.mjs";
import { placesOf } from "./lib/stored.mjs";
import { launchWebKit } from "./lib/webkit.mjs";

const TALKED = "話したこと";
const HOSPITAL = "みくるべ病院";
let server, office, tablet, other, path;

before(async () => {
  server = await startServer();
  office = await launchDevice("office", { kind: LAPTOP });
  await enrol(office, await server.link("coordinator", "例示　みどり"));
  const id = await makeVisit(office, server, { hospital: HOSPITAL, pair: ["仮名", "試作"] });
  path = `/visits/${id}`;
  await whenSaved(office, ["at-server"]);
  tablet = await launchWebKit();
});

after(async () => {
  await tablet?.close();
  await other?.close();
  await office?.close();
  await server?.stop();
});

// The element that somebody would call by a name, in a group of this name where one is given.
function called([selector, name, group]) {
  const groups = [...document.querySelectorAll("fieldset, [role=group], [role=radiogroup]")];
  const scope = group ? groups.find((one) => one.innerText.includes(group)) : document;
  const names = (element) => [
    element.getAttribute("aria-label"), element.innerText, ...[...(element.labels ?? [])].map((label) => label.innerText),
  ];
  const found = [...(scope?.querySelectorAll(selector) ?? [])].filter((element) => element.getClientRects().length > 0);
  return found.find((element) => names(element).some((text) => text?.trim().startsWith(name)));
}

const press = async (selector, name, group) => {
  const { page } = tablet;
  await page.click(await page.element(called, [selector, name, group]));
};
const fill = async (name, text) => {
  const { page } = tablet;
  await page.type(await page.element(called, ["input, textarea", name]), text);
};
const whenShown = (text) => tablet.page.whenTrue((text) => document.body.innerText.includes(text), text);
const whenState = (states) =>
  tablet.page.whenTrue((states) => states.includes(document.querySelector("[data-state]")?.dataset.state), states);
const noted = () => tablet.page.evaluate(() => document.querySelector("textarea")?.value);
const whenNoted = (words) =>
  tablet.page.whenTrue(
    (words) => words.every((word) => [...document.querySelectorAll("textarea")].some((one) => one.value.includes(word))),
    words,
  );

// Comes in at the door with one's secret.
async function comeIn() {
  await fill("暗証番号", PIN);
  await press("button", "開く");
  await tablet.page.whenTrue(() => document.documentElement.dataset.stage === "open");
}

// Writes behind what stands in the first section.
async function write(words) {
  const { page } = tablet;
  const field = await page.element(called, ["textarea", TALKED]);
  await page.evaluate(() => {
    const field = document.querySelector("textarea");
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  });
  await page.type(field, words);
}

test("in WebKit a person is enrolled, and what they write is kept, sent and there after the page is loaded anew", async () => {
  const { page } = tablet;
  await page.goto(await server.link("visitor", "仮名　さくら"));
  await press("input[type=checkbox]", "読みました。事業をはなれたあとも守ります");
  await press("button", "つぎへ");
  await press("input[type=radio]", "自分の端末");
  await press("input[type=radio]", "はい", "パスコードや指紋");
  await press("input[type=radio]", "はい", "暗号化されていますか");
  await press("button", "つぎへ");
  await fill("新しい暗証番号", PIN);
  await fill("確かめのため、もう一度", PIN);
  await press("button", "この端末を使えるようにする");
  await whenShown("使えるようになりました");
  await press("a[href]", "はじめる");
  await whenShown(HOSPITAL);
  await page.goto(`${server.url}${path}`);
  await comeIn();
  await page.element(called, ["textarea", TALKED]);
  await write("べつの道具で書いた。");
  assert.match(await noted(), /べつの道具で書いた。/);
  await whenState(["at-server"]);
  await openVisit(office, server, path);
  await whenText(office, TALKED, ["べつの道具で書いた。"]);
  await page.reload();
  await comeIn();
  await whenNoted(["べつの道具で書いた。"]);
  assert.deepEqual(await placesOf(page, ["べつの道具で書いた。", HOSPITAL, "仮名　さくら"]), []);
});

test("in WebKit the app starts without the relay, and what is written then gets there and merges with the other tablet", async () => {
  const { page } = tablet;
  other = await launchDevice("other", { kind: TABLET });
  await enrol(other, await server.link("visitor", "試作　つばさ"));
  await openVisit(other, server, path);
  await whenText(other, TALKED, ["べつの道具で書いた。"]);
  await page.whenTrue(() => document.documentElement.dataset.offline === "ready");
  await server.stop();
  await page.reload();
  await comeIn();
  await whenNoted(["べつの道具で書いた。"]);
  await write("線が切れてから、こちらで。");
  await whenState(["no-server", "on-device"]);
  await page.reload();
  await comeIn();
  await whenNoted(["線が切れてから、こちらで。"]);
  await typeAt(other, TALKED, (await section(other, TALKED).inputValue()).length, "同じところに、あちらで。");
  await whenSaved(other, ["no-server", "on-device"]);
  server = await startServer({ data: server.data, port: server.port, links: false });
  const both = ["べつの道具で書いた。", "線が切れてから、こちらで。", "同じところに、あちらで。"];
  await whenText(other, TALKED, both);
  await whenNoted(both);
  await whenState(["at-server"]);
  assert.equal(await noted(), await section(other, TALKED).inputValue(), "both read the same");
  assert.deepEqual(await placesOf(page, both), []);
});
