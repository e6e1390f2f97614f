// Writing by an input method: a composition is one change of what was confirmed, its Enter sends nothing, and what others
// write waits for its end.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { caret, inputMethod, owed, placeCaret, startPair, visitWith } from "./lib/pair.mjs";
import { openPage, section, typeAt, whenSaved, whenText } from "./lib/programme.mjs";

const TALKED = "話したこと";
const WORDS = "ご本人のことば";
const KEPT_HERE = ["on-device", "no-server"];
let pair, server, sakura, tsubasa;

before(async () => {
  pair = await startPair();
  ({ server, sakura, tsubasa } = pair);
});

after(() => pair?.stop());

test("a composition is one change of exactly what was confirmed", async () => {
  await visitWith(pair, "今日の");
  await sakura.offline(true);
  const before = await owed(sakura);
  const field = section(sakura, TALKED);
  await placeCaret(field, 3);
  const method = await inputMethod(sakura);
  for (const text of ["k", "か", "かn", "かん", "かんj", "かんじ", "漢字"]) await method.compose(text);
  assert.equal(await owed(sakura), before, "nothing of a composition is stored before its end");
  await method.confirm("漢字");
  await whenSaved(sakura, KEPT_HERE);
  assert.equal(await field.inputValue(), "今日の漢字");
  assert.equal(await owed(sakura), before + 1, "one change");
  assert.deepEqual(await caret(field), [5, 5]);

  // Given up: nothing is written.
  await method.compose("けs");
  await method.compose("");
  await method.confirm("");
  assert.equal(await field.inputValue(), "今日の漢字");
  assert.equal(await owed(sakura), before + 1);

  // The same in a field of one line.
  const present = sakura.page.getByRole("textbox", { name: "その場にいた人" });
  await present.focus();
  for (const text of ["かん", "漢字"]) await method.compose(text);
  await method.enter();
  await method.confirm("漢字");
  await sakura.page.keyboard.press("Tab");
  await whenSaved(sakura, KEPT_HERE);
  assert.equal(await present.inputValue(), "漢字");
  assert.equal(await owed(sakura), before + 2);
  await sakura.offline(false);
  await whenSaved(sakura, ["at-server"]);
  await whenText(tsubasa, TALKED, ["今日の漢字"]);
  assert.equal(await section(tsubasa, TALKED).inputValue(), "今日の漢字");
  await tsubasa.page.waitForFunction(() => [...document.querySelectorAll("input")].some((it) => it.value === "漢字"));
});

test("the Enter of an input method sends nothing", async () => {
  await openPage(sakura, server, "/people");
  const field = sakura.page.getByLabel("リンク");
  const wrong = sakura.page.getByText("リンクを最初から最後まで貼り付けてください");
  await field.focus();
  const method = await inputMethod(sakura);
  await method.compose("かんじ");
  await method.enter();
  await method.confirm("漢字");
  assert.equal(await wrong.count(), 0);
  assert.equal(await field.inputValue(), "漢字");
  await field.press("Enter");
  await wrong.waitFor();
});

test("what somebody else writes waits for the end of a composition", async () => {
  await visitWith(pair, "朝の話。夜の話。");
  const field = section(sakura, TALKED);
  await placeCaret(field, 4);
  const method = await inputMethod(sakura);
  await method.compose("かん");
  await typeAt(tsubasa, TALKED, 0, ["はじめに。"]);
  await typeAt(tsubasa, TALKED, "はじめに。朝の話。夜の話。".length, ["おわりに。"]);
  await typeAt(tsubasa, WORDS, 0, ["あとから"]);
  await whenText(sakura, WORDS, ["あとから"]);
  assert.equal(await field.inputValue(), "朝の話。かん夜の話。", "the field belongs to the input method");
  await method.compose("漢字");
  assert.equal(await field.inputValue(), "朝の話。漢字夜の話。");
  await method.confirm("漢字");
  const whole = "はじめに。朝の話。漢字夜の話。おわりに。";
  await whenText(sakura, TALKED, [whole]);
  const place = "はじめに。朝の話。漢字".length;
  assert.deepEqual(await caret(field), [place, place]);
  assert.equal(await whenText(tsubasa, TALKED, [whole]), whole);
});
