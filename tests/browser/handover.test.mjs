// Words that come too late: a visitor leaves the pair while she has no network, writes, and comes back. The relay refuses
// her words for lack of right alone; she still has them, the office sees them, and one press hands them over beside the
// note under her name. Nobody else sees what was refused.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LAPTOP, PHONE, TABLET, launchDevice, whenOfflineReady } from "./lib/device.mjs";
import { accessibilityProblems, layoutProblems } from "./lib/layout.mjs";
import { addVisitor } from "./lib/member.mjs";
import { startPair, visitWith } from "./lib/pair.mjs";
import { enrol, invite, openPage, openVisit, section, typeAt, whenSaved, whenText } from "./lib/programme.mjs";
import { screenshot } from "./lib/screenshot.mjs";
import { startServer } from "./lib/server.mjs";

const TALKED = "話したこと";
const LATE = "紫陽花の話をした。";
const OTHER = "雛形 ひかり";
const QUOTE = "引き継ぐ（写して残す）";
const DONE = "引き継ぎました";
let pair, server, office, sakura, tsubasa, path;

before(async () => {
  pair = await startPair();
  ({ server, office, sakura, tsubasa } = pair);
  addVisitor(server, OTHER, "ひながた ひかり");
  path = await visitWith(pair, "はじめ。");
});

after(() => pair?.stop());

async function replaceSakura() {
  const { page } = office;
  await openVisit(office, server, path);
  await page.getByText("予定を変える・取りやめる").click();
  await page.getByRole("combobox", { name: "1人目" }).fill(OTHER);
  await page.getByRole("option", { name: OTHER }).first().click();
  await page.getByRole("button", { name: "予定を変える", exact: true }).click();
  await page.getByText("保存しました。2人の端末にも届きます").waitFor();
  await whenSaved(office, ["at-server"]);
}

const refused = () => office.page.locator("figure", { hasText: LATE }).filter({ hasText: "入らなかったわけ" });
const quotations = (device) => device.page.locator("figure", { hasText: LATE }).filter({ hasText: "写した人" });

test("what is written after leaving the pair is refused, and its author keeps it", async () => {
  // Her socket ends with the relay's; a new one she does not get.
  await sakura.offline(true);
  await server.kill();
  pair.server = server = await startServer({ data: server.data, port: server.port, links: false });
  await whenSaved(sakura, ["no-server"]);
  await typeAt(sakura, TALKED, "はじめ。".length, LATE);
  await whenSaved(sakura, ["on-device", "no-server"]);
  await replaceSakura();
  await sakura.offline(false);
  await sakura.page.getByText("この記録の担当から外れました").first().waitFor({ timeout: 90_000 });
  await openPage(sakura, server, "/settings");
  await sakura.page.getByText(LATE).waitFor();
  await sakura.page.getByText("書いたことばは、この端末に残っています").first().waitFor();
  assert.equal(await section(office, TALKED).inputValue(), "はじめ。", "nothing of it is in the note");
  sakura.quiet();
});

test("the office sees who wrote it, when and why it was refused, and hands it over with trembling hands", async () => {
  const { page } = office;
  await openVisit(office, server, path);
  await page.getByRole("heading", { name: "記録に入らなかったことば" }).waitFor();
  await refused().waitFor();
  const words = await refused().innerText();
  assert.match(words, /仮名 さくらさん　\d+月\d+日\(.\) \d\d:\d\d/);
  assert.match(words, /話したこと/);
  assert.match(words, /書いた人はこの訪問の担当ではありませんでした/);
  for (const kind of [PHONE, TABLET, LAPTOP]) {
    await page.setViewportSize(kind.viewport);
    assert.deepEqual(await layoutProblems(page), [], `at ${kind.viewport.width}`);
    await screenshot(page, `visit-refused-${kind.viewport.width}`);
  }
  assert.deepEqual(await accessibilityProblems(page), []);

  // The finger comes down three times, each a little beside the last: it is quoted once.
  const button = refused().getByRole("button", { name: QUOTE });
  await button.scrollIntoViewIfNeeded();
  const box = await button.boundingBox();
  for (const [x, y] of [[0, 0], [5, -4], [-4, 6]]) {
    await page.mouse.click(box.x + box.width / 2 + x, box.y + box.height / 2 + y);
  }
  await refused().getByText(DONE).waitFor();
  await whenSaved(office, ["at-server"]);
  assert.equal(await quotations(office).count(), 1);
  const quoted = await quotations(office).innerText();
  assert.match(quoted, /仮名 さくらさんが書いたことば（令和\d+年\d+月\d+日\(.\) \d\d:\d\d）/);
  assert.match(quoted, /写した人：/);
  assert.equal(await section(office, TALKED).inputValue(), "はじめ。", "a quotation stands beside the note");
  await screenshot(page, "visit-quoted-1440");
});

test("what is handed over is marked as such after a reload, and on another device of the office", async () => {
  const again = await launchDevice("office-again", { kind: LAPTOP });
  try {
    await enrol(again, invite(server, "例示 みどり"));
    for (const device of [office, again]) {
      await openVisit(device, server, path);
      await device.page.getByText(DONE).waitFor();
      assert.equal(await device.page.getByRole("button", { name: QUOTE }).count(), 0);
      assert.equal(await quotations(device).count(), 1);
    }
    again.quiet();
  } finally {
    await again.close();
  }
});

test("the office sees it without a network too, and in a second tab", async () => {
  await whenOfflineReady(office.page);
  await office.offline(true);
  await openVisit(office, server, path);
  await refused().getByText(DONE).waitFor();
  await office.offline(false);
  const second = await office.context.newPage();
  await openVisit({ ...office, page: second }, server, path);
  await second.getByRole("heading", { name: "記録に入らなかったことば" }).waitFor();
  await second.close();
});

test("the pair reads what was handed over and nothing of what was refused", async () => {
  await openVisit(tsubasa, server, path);
  await quotations(tsubasa).waitFor();
  assert.equal(await tsubasa.page.getByText("記録に入らなかったことば").count(), 0);
  assert.equal(await whenText(tsubasa, TALKED, ["はじめ。"]), "はじめ。");
  office.quiet();
  tsubasa.quiet();
});
