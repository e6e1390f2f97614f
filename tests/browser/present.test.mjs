// Two people and one note. Now: two tablets that have it open see each other's names and carets, and nobody who is not
// there any more. Before: how a text stood can be read and gone back to, and nothing is lost by it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessibilityProblems, layoutProblems } from "./lib/layout.mjs";
import { LAPTOP, PHONE, TABLET } from "./lib/device.mjs";
import { TALKED, startPlace, tabletAt } from "./lib/place.mjs";
import { openPage, section, typeAt, whenSaved, whenText } from "./lib/programme.mjs";
import { screenshot } from "./lib/screenshot.mjs";
import { startServer } from "./lib/server.mjs";

let place;

before(async () => {
  place = await startPlace();
});

after(() => place?.stop());

// The line that says who else has the note open, where it names somebody; the office has it open too.
const opened = (page, name) => page.locator("[data-present]", { hasText: `${name}さん` });
const writing = (name) => `${name}さんがここに書いています`;

// The words that stand before another's caret in a field, and whose it is.
const caretIn = (page) =>
  page.evaluate(() => {
    const one = document.querySelector(".carets__one");
    return one && { name: one.dataset.name, before: one.previousElementSibling?.dataset.words ?? "" };
  });

test("two who have one note open see each other's name and caret, until one has left", async (t) => {
  const sakura = await tabletAt(t, place, "sakura");
  await typeAt(sakura, TALKED, 0, "猫の話をした。");
  await whenSaved(sakura, ["at-server"]);
  const tsubasa = await tabletAt(t, place, "tsubasa", { person: "試作 つばさ" });
  await whenText(tsubasa, TALKED, ["猫の話をした。"]);

  await opened(sakura.page, "試作　つばさ").waitFor();
  await opened(tsubasa.page, "仮名　さくら").waitFor();
  await opened(sakura.page, "例示　みどり").waitFor();
  assert.equal(await caretIn(sakura.page), null, "whoever only looks has no caret");

  await typeAt(tsubasa, TALKED, 2, "好きな");
  await sakura.page.getByText(writing("試作　つばさ")).waitFor();
  await whenText(sakura, TALKED, ["猫の好きな話をした。"]);
  await sakura.page.waitForFunction(
    () => document.querySelector(".carets__one")?.previousElementSibling?.dataset.words === "猫の好きな",
  );
  assert.deepEqual(await caretIn(sakura.page), { name: "試作 つばささん", before: "猫の好きな" });
  for (const kind of [PHONE, LAPTOP, TABLET]) {
    await sakura.page.setViewportSize(kind.viewport);
    assert.deepEqual(await layoutProblems(sakura.page), [], `at ${kind.viewport.width}`);
    await screenshot(sakura.page, `visit-present-${kind.viewport.width}`);
  }
  assert.deepEqual(await accessibilityProblems(sakura.page), []);

  // The caret is drawn where it stands in the field: as many lines down as the words before it take.
  const over = await sakura.page.evaluate(() => {
    const field = document.querySelector("textarea").getBoundingClientRect();
    const caret = document.querySelector(".carets__one").getBoundingClientRect();
    return caret.top > field.top && caret.bottom < field.bottom && caret.left > field.left && caret.right < field.right;
  });
  assert.ok(over, "the caret stands within the field");

  await section(tsubasa, TALKED).blur();
  await sakura.page.getByText(writing("試作　つばさ")).waitFor({ state: "detached" });
  await opened(sakura.page, "試作　つばさ").waitFor();
  await openPage(tsubasa, place.server, "/today");
  await opened(sakura.page, "試作　つばさ").waitFor({ state: "detached" });
});

test("without the relay nobody is shown, and whoever comes back is there again", async (t) => {
  const sakura = await tabletAt(t, place, "sakura-again");
  const tsubasa = await tabletAt(t, place, "tsubasa-again", { person: "試作 つばさ" });
  await opened(sakura.page, "試作　つばさ").waitFor();
  await place.server.stop();
  await opened(sakura.page, "試作　つばさ").waitFor({ state: "detached", timeout: 90_000 });
  await opened(tsubasa.page, "仮名　さくら").waitFor({ state: "detached", timeout: 90_000 });
  place.server = await startServer({ data: place.server.data, port: place.server.port, links: false });
  await opened(sakura.page, "試作　つばさ").waitFor({ timeout: 90_000 });
  await opened(tsubasa.page, "仮名　さくら").waitFor({ timeout: 90_000 });
});

test("how a text stood before can be gone back to without a network, and what was written since stays too", async (t) => {
  const sakura = await tabletAt(t, place, "sakura-past");
  const { page } = sakura;
  const before = await section(sakura, TALKED).inputValue();
  const first = `${before}庭の話をした。`;
  await typeAt(sakura, TALKED, before.length, "庭の話をした。");
  await whenSaved(sakura, ["at-server"]);
  await sakura.offline(true);
  await section(sakura, TALKED).selectText();
  await page.keyboard.insertText("書きなおした文。");
  await whenSaved(sakura, ["no-server", "on-device"]);

  const fold = page.locator("details", { hasText: "これまでの文（話したこと）" });
  await fold.locator("summary").click();
  const texts = fold.locator(".past__text");
  await texts.getByText("書きなおした文。").waitFor();
  assert.deepEqual((await texts.allTextContents()).slice(0, 2), ["書きなおした文。", first]);
  for (const kind of [PHONE, LAPTOP, TABLET]) {
    await page.setViewportSize(kind.viewport);
    assert.deepEqual(await layoutProblems(page), [], `at ${kind.viewport.width}`);
    await screenshot(page, `visit-past-${kind.viewport.width}`);
  }
  assert.deepEqual(await accessibilityProblems(page), []);

  await fold.getByRole("button", { name: "この文に戻す" }).first().click();
  await page.getByText("戻しました。戻す前の文も、下に残っています。").waitFor();
  assert.equal(await section(sakura, TALKED).inputValue(), first);
  await whenSaved(sakura, ["no-server", "on-device"]);
  await fold.locator("li", { hasText: "書きなおした文。" }).getByRole("button").click();
  await page.waitForFunction((whole) => document.querySelector("textarea").value === whole, "書きなおした文。");
  await sakura.offline(false);
  await whenSaved(sakura, ["at-server"]);
  const tsubasa = await tabletAt(t, place, "tsubasa-past", { person: "試作 つばさ" });
  assert.equal(await whenText(tsubasa, TALKED, ["書きなおした文。"]), "書きなおした文。");
});

test("what the other put in meanwhile is marked until it was seen, and one's own words are not", async (t) => {
  const sakura = await tabletAt(t, place, "sakura-marks");
  const tsubasa = await tabletAt(t, place, "tsubasa-marks", { person: "試作 つばさ" });
  const before = await section(sakura, TALKED).inputValue();
  const { page } = sakura;
  const mark = page.locator("summary", { hasText: "（話したこと）" }).getByText("あたらしい書きこみ");
  assert.equal(await mark.count(), 0, "nothing is new at the first look");

  await sakura.offline(true);
  await typeAt(sakura, TALKED, before.length, "わたしの文。");
  await whenSaved(sakura, ["no-server", "on-device"]);
  await typeAt(tsubasa, TALKED, 0, "つばさの文。");
  await whenSaved(tsubasa, ["at-server"]);
  await sakura.offline(false);
  await whenText(sakura, TALKED, ["つばさの文。", "わたしの文。"]);
  await mark.waitFor();

  await openPage(sakura, place.server, place.path);
  await mark.waitFor();
  const fold = page.locator("details", { has: page.locator("summary", { hasText: "だれが書いたか" }) }).first();
  await fold.locator("summary").click();
  const marked = fold.locator("li", { hasText: "あたらしい書きこみ" });
  await marked.first().waitFor();
  const words = await marked.locator(".authors__words").allTextContents();
  assert.deepEqual(words, ["つばさの文。"]);
  for (const kind of [PHONE, LAPTOP, TABLET]) {
    await page.setViewportSize(kind.viewport);
    assert.deepEqual(await layoutProblems(page), [], `at ${kind.viewport.width}`);
    await screenshot(page, `visit-unseen-${kind.viewport.width}`);
  }
  assert.deepEqual(await accessibilityProblems(page), []);
  await fold.getByRole("button", { name: "あたらしい書きこみを見ました" }).click();
  await mark.waitFor({ state: "detached" });
  await openPage(sakura, place.server, "/today");
  await openPage(sakura, place.server, place.path);
  await whenText(sakura, TALKED, ["つばさの文。"]);
  assert.equal(await mark.count(), 0, "it stays seen");
});
