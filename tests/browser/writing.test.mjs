// Writing as people do it: in two tabs, together with somebody else, with characters of two units, undoing, pasting.
// What stands on one screen stands on the other, and nothing jumps under a writer's hands.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { caret, owed, placeCaret, startPair, visitWith } from "./lib/pair.mjs";
import { openPage, openVisit, section, typeAt, whenSaved, whenText } from "./lib/programme.mjs";
import { startServer } from "./lib/server.mjs";

const TALKED = "話したこと";
const KEPT_HERE = ["on-device", "no-server"];
let pair, server, office, sakura, tsubasa;

before(async () => {
  pair = await startPair();
  ({ server, office, sakura, tsubasa } = pair);
});

after(() => pair?.stop());

test("what one types appears for the other, whose caret stays between the same words", async () => {
  await visitWith(pair, "あいうえおかきく");
  const field = section(tsubasa, TALKED);
  await tsubasa.page.evaluate(() => (window.notLoadedAnew = true));
  await placeCaret(field, 3);
  await typeAt(sakura, TALKED, 8, "けこ");
  await whenText(tsubasa, TALKED, ["きくけこ"]);
  assert.deepEqual(await caret(field), [3, 3]);
  await typeAt(sakura, TALKED, 0, "先に");
  await whenText(tsubasa, TALKED, ["先にあい"]);
  assert.deepEqual(await caret(field), [5, 5]);
  await placeCaret(field, 5, 7);
  await typeAt(sakura, TALKED, 6, "、");
  await whenText(tsubasa, TALKED, ["え、お"]);
  assert.deepEqual(await caret(field), [5, 8]);
  await placeCaret(section(sakura, TALKED), 0, 2);
  await sakura.page.keyboard.press("Delete");
  const whole = "あいうえ、おかきくけこ";
  await tsubasa.page.waitForFunction((whole) => document.activeElement.value === whole, whole);
  assert.deepEqual(await caret(field), [3, 6]);
  assert.equal(await tsubasa.page.evaluate(() => window.notLoadedAnew), true);
});

test("characters of two units and joined emoji are never cut", async () => {
  await visitWith(pair, "𠮷野家🍚と👨‍👩‍👧の話");
  const field = section(sakura, TALKED);
  await typeAt(sakura, TALKED, "𠮷".length, ["𩸽"]);
  await typeAt(sakura, TALKED, "𠮷𩸽野家".length, ["🍙"]);
  await placeCaret(field, "𠮷𩸽野家🍙🍚".length);
  await sakura.page.keyboard.press("Backspace");
  await placeCaret(field, 0);
  await sakura.page.keyboard.press("Delete");
  // One of two that share their first unit is put in the place of the other.
  await placeCaret(field, "𩸽野家".length, "𩸽野家🍙".length);
  await sakura.page.keyboard.insertText("🍚");
  const whole = "𩸽野家🍚と👨‍👩‍👧の話";
  assert.equal(await field.inputValue(), whole);
  await whenSaved(sakura, ["at-server"]);
  assert.equal(await whenText(tsubasa, TALKED, [whole]), whole);
  await typeAt(tsubasa, TALKED, "𩸽野家🍚と".length, ["🥢"]);
  assert.equal(await whenText(sakura, TALKED, ["と🥢👨‍👩‍👧"]), "𩸽野家🍚と🥢👨‍👩‍👧の話");
});

test("undoing takes back one's own words, and screen and record stay one", async () => {
  const path = await visitWith(pair, "はじめ。");
  const field = section(sakura, TALKED);
  await placeCaret(field, 4);
  await sakura.page.keyboard.insertText("つぎ。");
  await sakura.page.keyboard.press("Control+z");
  assert.equal(await field.inputValue(), "はじめ。");
  await sakura.page.keyboard.press("Control+Shift+z");
  assert.equal(await field.inputValue(), "はじめ。つぎ。");
  await whenText(tsubasa, TALKED, ["はじめ。つぎ。"]);
  // Somebody else's words came between: whatever the browser undoes, theirs stand and both screens agree.
  await typeAt(tsubasa, TALKED, 0, ["ほかの人。"]);
  await whenText(sakura, TALKED, ["ほかの人。はじめ。"]);
  await field.focus();
  for (let times = 0; times < 5; times += 1) await sakura.page.keyboard.press("Control+z");
  await sakura.page.keyboard.press("End");
  await sakura.page.keyboard.insertText("おわり");
  await whenSaved(sakura, ["at-server"]);
  const shown = await field.inputValue();
  assert.ok(shown.includes("ほかの人。"), shown);
  assert.equal(await whenText(tsubasa, TALKED, ["おわり"]), shown);
  await openVisit(office, server, path);
  assert.equal(await whenText(office, TALKED, ["おわり"]), shown);
});

test("three thousand characters are pasted as one change", async () => {
  await visitWith(pair, "前後");
  await sakura.offline(true);
  const before = await owed(sakura);
  const long = Array.from({ length: 100 }, (_, line) => `${line}`.padStart(3, "0") + "行目の話。".repeat(5) + "𠮷\n").join("");
  assert.ok(long.length >= 2_900);
  const pasted = long.padEnd(3_000, "終");
  const field = section(sakura, TALKED);
  await placeCaret(field, 1);
  await sakura.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await sakura.page.evaluate((text) => navigator.clipboard.writeText(text), pasted);
  await sakura.page.keyboard.press("Control+v");
  await whenSaved(sakura, KEPT_HERE);
  assert.equal(await owed(sakura), before + 1);
  assert.equal(await field.inputValue(), `前${pasted}後`);
  await sakura.offline(false);
  await whenSaved(sakura, ["at-server"]);
  await tsubasa.page.waitForFunction(
    (wanted) => [...document.querySelectorAll("textarea")].some((it) => it.value === wanted),
    `前${pasted}後`,
  );
});

// Follows the status line from now on: each state with its words.
async function followStatus(page) {
  await page.evaluate(() => {
    window.states = [];
    const line = document.querySelector("[data-state]");
    const look = () => {
      const words = line.querySelector(".save-status__words").textContent;
      if (window.states.at(-1)?.[1] !== words) window.states.push([line.dataset.state, words]);
    };
    new MutationObserver(look).observe(line, { attributes: true, childList: true, characterData: true, subtree: true });
  });
  return async () => {
    const all = await page.evaluate(() => window.states);
    return all.filter(([state], index) => state !== all[index - 1]?.[0]);
  };
}

test("the status line says where the words are, and never more than is so", async () => {
  await visitWith(pair);
  // Tickets and sockets wait: the words come to the disk long before the relay has them.
  let states = await followStatus(sakura.page);
  await typeAt(sakura, TALKED, 0, ["あ"]);
  await sakura.page.waitForFunction(() => window.states.some(([state]) => state === "at-server"));
  const online = await states();
  assert.deepEqual(online.map(([state]) => state), ["saving", "on-device", "at-server"]);
  assert.equal(online[0][1], "保存中");
  assert.match(online[1][1], /^この端末に保存済み（\d{1,2}:\d\d）$/);
  assert.match(online[2][1], /^県のサーバーに届いた（\d{1,2}:\d\d）$/);

  await sakura.offline(true);
  await server.kill();
  await whenSaved(sakura, ["no-server"]);
  states = await followStatus(sakura.page);
  await typeAt(sakura, TALKED, 1, ["い"]);
  await sakura.page.waitForFunction(() => window.states.some(([state]) => state === "no-server"));
  const offline = await states();
  assert.deepEqual(offline.map(([state]) => state), ["saving", "no-server"]);
  assert.match(offline[1][1], /^この端末に保存済み・サーバーにつながっていません（.*から）$/);

  states = await followStatus(sakura.page);
  pair.server = server = await startServer({ data: server.data, port: server.port, links: false });
  await sakura.offline(false);
  await whenSaved(sakura, ["at-server"]);
  assert.equal((await states()).at(-1)[0], "at-server");
  await whenText(tsubasa, TALKED, ["あい"]);
});

test("two tabs of one person write one note, one of them has the line, and the other takes it over", async () => {
  const path = await visitWith(pair, "まんなか");
  const first = sakura.page;
  const locks = (page) =>
    page.evaluate(async () => {
      const { held, pending } = await navigator.locks.query();
      const lines = (all) => all.filter((lock) => lock.name.startsWith("otozure-socket-")).length;
      return [lines(held), lines(pending)];
    });
  const second = await sakura.context.newPage();
  const sockets = [];
  second.on("websocket", (socket) => sockets.push(socket.url()));
  const other = { ...sakura, page: second };
  await openPage(other, server, path);
  await whenText(other, TALKED, ["まんなか"]);
  await second.waitForFunction(async () => {
    const { pending } = await navigator.locks.query();
    return pending.some((lock) => lock.name.startsWith("otozure-socket-"));
  });
  assert.deepEqual(await locks(second), [1, 1]);
  // Both write at once, each at a place of their own: chosen before anything comes that moves the places.
  await placeCaret(section(sakura, TALKED), 0);
  await placeCaret(section(other, TALKED), 4);
  const type = async (page, words) => {
    for (const character of words) await page.keyboard.insertText(character);
  };
  await Promise.all([type(first, "はじめの話。"), type(second, "、おわりの話。")]);
  const whole = "はじめの話。まんなか、おわりの話。";
  for (const device of [sakura, other, tsubasa]) assert.equal(await whenText(device, TALKED, [whole]), whole);
  for (const device of [sakura, other]) await whenSaved(device, ["at-server"]);
  assert.deepEqual(sockets, [], "the second tab opened no socket of its own");

  // The tab with the line goes away; the other takes it over, and nothing that it owes is forgotten.
  const taken = second.waitForEvent("websocket");
  await first.close();
  sakura.page = second;
  await typeAt(sakura, TALKED, whole.length, "まだ書ける。");
  await taken;
  await whenSaved(sakura, ["at-server"]);
  await whenText(tsubasa, TALKED, [`${whole}まだ書ける。`]);
  assert.deepEqual(await locks(second), [1, 0]);
  for (const device of [office, sakura, tsubasa]) device.quiet();
});
