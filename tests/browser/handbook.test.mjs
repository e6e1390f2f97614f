// The handbook on a visitor's tablet: read without a network, searched, held up to somebody, put on paper; written and
// approved by the prefecture alone, and a draft until then.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LAPTOP, PHONE, TABLET, launchDevice, whenOfflineReady } from "./lib/device.mjs";
import { accessibilityProblems, layoutProblems } from "./lib/layout.mjs";
import { comeIn, enrol, openPage, whenSaved } from "./lib/programme.mjs";
import { screenshot } from "./lib/screenshot.mjs";
import { startServer } from "./lib/server.mjs";

const devices = [];
let server, visitor, officer;

before(async () => {
  server = await startServer();
  for (const [name, kind] of [["visitor", TABLET], ["officer", LAPTOP]]) devices.push(await launchDevice(name, { kind }));
  [visitor, officer] = devices;
  await enrol(visitor, await server.link("visitor", "仮名　さくら"));
  await enrol(officer, await server.link("prefecture"));
});

after(async () => {
  for (const device of devices) await device.close().catch(() => {});
  await server?.stop();
});

const entry = (device, id) => device.page.locator(`#entry-${id}`);
const unfold = async (device, id) => {
  const found = entry(device, id);
  await found.waitFor();
  if (!(await found.evaluate((element) => element.open))) await found.locator("summary").click();
  return found;
};

async function look(device, name) {
  for (const kind of [PHONE, LAPTOP, TABLET]) {
    await device.page.setViewportSize(kind.viewport);
    assert.deepEqual(await layoutProblems(device.page), [], `${name} at ${kind.viewport.width}`);
    assert.deepEqual(await accessibilityProblems(device.page), [], `${name} at ${kind.viewport.width}`);
    await screenshot(device.page, `${name}-${kind.viewport.width}`);
  }
}

test("what nobody has approved is read as a draft, without a network", async () => {
  const { page } = visitor;
  await openPage(visitor, server, "/handbook");
  await page.getByText("これは下書きです").waitFor();
  await whenOfflineReady(page);
  await visitor.offline(true);
  await page.reload();
  await comeIn(page);
  await page.getByText("これは下書きです").waitFor();
  const open = await unfold(visitor, "q-05");
  await open.getByText("主治医や看護師さんに聞いてみませんか").waitFor();
  assert.equal(await open.locator("summary").getByText("下書き").count(), 1);
  await look(visitor, "handbook");
});

test("it is found by its characters and by its readings, offline", async () => {
  const { page } = visitor;
  const search = page.getByRole("searchbox", { name: "手引きの中をさがす" });
  for (const [words, found] of [["ぎゃくたい", 1], ["おみやげ", 1], ["ねんきん", 0], ["年金", 1]]) {
    await search.fill(words);
    await page.waitForFunction((count) => document.querySelectorAll(".handbook details").length === count
      || (count === 0 && document.querySelector(".handbook").innerText.includes("あてはまる項目はありません")), found);
  }
  await search.fill("");
  assert.equal(new URL(page.url()).search, "", "what is searched for stands in no address");
});

test("furigana and level are as they were left, and stand nowhere in the clear", async () => {
  const { page } = visitor;
  await page.getByRole("radio", { name: "やさしい" }).check();
  const card = await unfold(visitor, "card-visit");
  await card.locator("ruby", { hasText: "びょういん" }).first().waitFor();
  assert.equal(await card.locator("ruby").first().getAttribute("lang"), "ja");
  await page.getByRole("group", { name: "ふりがな" }).getByRole("radio", { name: "つけない" }).check();
  await page.waitForFunction(() => document.querySelector(".handbook ruby") === null);
  await page.getByRole("radio", { name: "絵カード" }).check();
  await card.locator("svg.pictogram").first().waitFor();
  await whenSaved(visitor);
  await page.reload();
  await comeIn(page);
  await page.getByRole("radio", { name: "絵カード" }).waitFor();
  assert.ok(await page.getByRole("radio", { name: "絵カード" }).isChecked());
  assert.ok(await page.getByRole("radio", { name: "つけない" }).isChecked());
  const clear = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  assert.ok(!clear.includes("picture") && !clear.includes("furigana"), clear);
  await look(visitor, "handbook-picture");
});

test("a card fills the screen in dark on light, with nothing to press, and a tap or Escape brings the page back", async () => {
  const { page } = visitor;
  await page.getByRole("group", { name: "ふりがな" }).getByRole("radio", { name: "つける", exact: true }).check();
  await page.emulateMedia({ colorScheme: "dark" });
  const card = await unfold(visitor, "card-visit");
  const hold = card.getByRole("button", { name: "大きく見せる" });
  await hold.click();
  const held = page.getByRole("dialog");
  await held.waitFor();
  for (const kind of [PHONE, TABLET]) {
    await page.setViewportSize(kind.viewport);
    const shown = await held.evaluate((element) => {
      const { width, height } = element.getBoundingClientRect();
      const { backgroundColor, color } = getComputedStyle(element);
      const type = parseFloat(getComputedStyle(element.querySelector(".reading p")).fontSize);
      return { fills: width === innerWidth && height === innerHeight, backgroundColor, color, type };
    });
    assert.ok(shown.fills && shown.type >= 24, JSON.stringify(shown));
    assert.deepEqual([shown.backgroundColor, shown.color], ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
    assert.deepEqual(await layoutProblems(page), []);
    await page.screenshot({ path: `../target/screenshots/handbook-held-up-${kind.viewport.width}.png`, caret: "initial" });
  }
  assert.ok(!(await held.innerText()).includes("仮名"), "whose device it is stands nowhere");
  await page.keyboard.press("Escape");
  await held.waitFor({ state: "hidden" });
  await hold.click();
  await held.waitFor();
  await page.mouse.click(200, 400);
  await held.waitFor({ state: "hidden" });
  await page.emulateMedia({ colorScheme: "light" });
  await visitor.offline(false);
});

test("a card goes on a sheet of its own", async () => {
  const { page } = visitor;
  await page.evaluate(() => { window.print = () => { window.printed = true; }; });
  await entry(visitor, "card-visit").getByRole("button", { name: /印刷する/ }).click();
  await page.waitForFunction(() => window.printed);
  await page.emulateMedia({ media: "print" });
  const seen = await page.evaluate(() => {
    const shown = (selector) => [...document.querySelectorAll(selector)].some((element) => element.checkVisibility());
    return { sheet: shown(".handout"), list: shown(".handbook"), bar: shown(".top-bar"), band: shown(".sample-band") };
  });
  assert.deepEqual(seen, { sheet: true, list: false, bar: false, band: true });
  await page.emulateMedia({ media: "screen" });
});

async function rewrite(words) {
  const { page } = officer;
  await openPage(officer, server, "/handbook");
  const open = await unfold(officer, "q-05");
  await open.getByRole("button", { name: "書きかえる" }).click();
  await open.getByRole("textbox", { name: "文章：やさしい" }).fill(words);
  return { page, open };
}

test("the prefecture writes an entry with how it will look, and cannot save what could not be shown", async () => {
  const { page, open } = await rewrite("答《こた えません。");
  await open.getByRole("button", { name: "下書きとして保存する" }).click();
  await open.getByText("ふりがなの《》が正しくありません").first().waitFor();
  // What was typed is there after a lock.
  await page.reload();
  await comeIn(page);
  const again = await unfold(officer, "q-05");
  await again.getByRole("button", { name: "書きかえる" }).click();
  assert.equal(await again.getByRole("textbox", { name: "文章：やさしい" }).inputValue(), "答《こた えません。");
  await again.getByRole("textbox", { name: "文章：やさしい" }).fill("薬《くすり》の ことは 答《こた》えません。");
  await again.locator(".preview ruby", { hasText: "くすり" }).first().waitFor();
  await again.getByRole("button", { name: "下書きとして保存する" }).click();
  await entry(officer, "q-05").getByRole("button", { name: "書きかえる" }).waitFor();
  await entry(officer, "q-05").getByText("下書きとして保存しました").waitFor();
  await page.waitForFunction(() => document.activeElement?.textContent.startsWith("下書きとして保存しました"));
  await page.setViewportSize(LAPTOP.viewport);
  await screenshot(page, "handbook-officer-1440");
  assert.deepEqual([...(await layoutProblems(page)), ...(await accessibilityProblems(page))], []);
});

test("what it approves stands without the mark of a draft, and a reader is told what became new", async () => {
  await officer.page.getByRole("textbox", { name: /何が新しくなったか/ }).fill("はじめての版");
  await officer.page.getByRole("button", { name: "この内容で承認する" }).click();
  await officer.page.getByText("承認しました").waitFor();
  await whenSaved(officer, ["at-server"]);
  const { page } = visitor;
  await page.getByText(/第1版/).first().waitFor({ timeout: 90_000 });
  await page.getByText(/前に読んだあとで、\d+件が新しくなりました/).waitFor();
  await page.getByRole("button", { name: "読みました" }).click();
  await page.getByText("新しくなりました").waitFor({ state: "hidden" });
  assert.equal(await page.locator(".handbook summary").getByText("下書き", { exact: true }).count(), 0);

  const { open } = await rewrite("薬《くすり》の ことは、先生《せんせい》に 聞《き》きます。");
  await open.getByRole("button", { name: "下書きとして保存する" }).click();
  await officer.page.getByText("下書きが1件あります").waitFor();
  await whenSaved(officer, ["at-server"]);
  // A reader has the approved words until the next approval.
  await page.getByRole("radio", { name: "やさしい" }).check();
  const read = await unfold(visitor, "q-05");
  await read.getByText(/答.*えません/).first().waitFor();
  await officer.page.getByRole("button", { name: "この内容で承認する" }).click();
  await page.getByText(/第2版/).first().waitFor({ timeout: 90_000 });
  await page.getByText("前に読んだあとで、1件が新しくなりました").waitFor();
  await read.getByText("先生").first().waitFor();
  assert.equal(await read.locator("summary").getByText("新しい").count(), 1);
  await look(visitor, "handbook-new");
  assert.equal(await page.getByRole("button", { name: "書きかえる" }).count(), 0, "a visitor writes nothing of it");
});

test("an entry is taken out after a second question, and a reader has it until the next approval", async () => {
  const { page } = officer;
  const open = await unfold(officer, "q-04");
  await open.getByRole("button", { name: "書きかえる" }).click();
  await open.getByRole("button", { name: "この項目を外す" }).click();
  const asked = page.getByRole("dialog", { name: "この項目を外しますか" });
  await asked.getByRole("button", { name: "やめる" }).click();
  await asked.waitFor({ state: "hidden" });
  await page.getByText("下書きはありません").waitFor();
  await open.getByRole("button", { name: "この項目を外す" }).click();
  await asked.getByRole("button", { name: "この項目を外す" }).click();
  await page.getByText("下書きが1件あります").waitFor();
  // It can be kept after all, until somebody approves.
  await open.getByText("この項目は、外してあります").waitFor();
  await open.getByRole("button", { name: "やはり残す" }).click();
  await page.getByText("下書きはありません").waitFor();
  await open.getByRole("button", { name: "書きかえる" }).click();
  await open.getByRole("button", { name: "この項目を外す" }).click();
  await asked.getByRole("button", { name: "この項目を外す" }).click();
  await page.getByText("下書きが1件あります").waitFor();
  await whenSaved(officer, ["at-server"]);
  await whenSaved(visitor, ["at-server"]);
  assert.equal(await entry(visitor, "q-04").count(), 1, "what was approved is read as it was approved");
  await page.getByRole("button", { name: "この内容で承認する" }).click();
  await visitor.page.getByText(/第3版/).first().waitFor({ timeout: 90_000 });
  await entry(visitor, "q-04").waitFor({ state: "detached" });
  await entry(officer, "q-04").waitFor({ state: "detached" });
  for (const device of devices) device.quiet();
});
