// 「記録を持ち出す」: everything of a person leaves a device as one sealed file, and comes back on a device that has
// nothing of theirs. Words that the relay lacks arrive at the office from there, once; a file that is not right is not
// taken, not even in part.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PHRASE, bringBack, makeFile, takeOut } from "./lib/backup.mjs";
import { TABLET, launchDevice } from "./lib/device.mjs";
import { lookAt } from "./lib/look.mjs";
import { addVisitor } from "./lib/member.mjs";
import { temporaryFolder } from "./lib/paths.mjs";
import { enrol, invite, openPage, openVisit, section, typeAt, whenSaved, whenText } from "./lib/programme.mjs";
import { keysOf, vaults } from "./lib/stored.mjs";
import { FIRST, startOffice, tabletWithWords } from "./lib/tablet.mjs";

const TALKED = "話したこと";
const LATE = "電波のない所で、紫陽花の話をした。";
const SAKURA = "仮名 さくら";
const OTHER = "雛形 ひかり";
let place, server, office;

before(async () => {
  place = await startOffice();
  ({ server, office } = place);
  addVisitor(server, OTHER, "ひながた ひかり");
});

after(() => place?.stop());

// A device that has nothing of anybody, enrolled for somebody.
async function emptyDevice(t, who = SAKURA) {
  const device = await launchDevice("empty", { kind: TABLET });
  t.after(() => device.close());
  await enrol(device, invite(server, who));
  await device.page.getByText("みくるべ病院").first().waitFor();
  return device;
}

// A tablet that wrote words which only it has, and its file.
async function tabletThatOwes(t) {
  const tablet = await tabletWithWords(t, place);
  const { device } = tablet;
  await device.offline(true);
  await typeAt(device, TALKED, FIRST.length, [LATE]);
  await whenSaved(device, ["on-device", "no-server"]);
  const { path: file, holds } = await takeOut(device, server);
  return { ...tablet, file, holds };
}

const chunksOf = async ({ page }) => {
  const [vault] = await vaults(page);
  return (await keysOf(page, vault, "chunks")).map(String);
};

test("words that only a lost tablet had come back from its file on an empty one, and arrive at the office once", async (t) => {
  const { device, path, file, holds } = await tabletThatOwes(t);
  assert.match(holds, /まだ届いていない書きこみ1件も入っています/);
  await lookAt(device, "backup-made");
  const bytes = readFileSync(file);
  for (const word of [LATE, FIRST, SAKURA, "みくるべ病院", "試作"]) {
    for (const kind of ["utf8", "utf16le"]) assert.ok(!bytes.includes(Buffer.from(word, kind)), `${word} can be read`);
  }
  device.quiet();
  await device.kill();

  const empty = await emptyDevice(t);
  const said = await bringBack(empty, server, file);
  assert.match(said, /記録を戻しました[\s\S]*まだ届いていない書きこみ1件は、つながると/);
  await openVisit(empty, server, path);
  assert.equal(await whenText(empty, TALKED, [LATE]), FIRST + LATE);
  await lookAt(empty, "visit-brought-back");
  await whenSaved(empty, ["at-server"]);
  await openPage(office, server, path);
  assert.equal(await whenText(office, TALKED, [LATE]), FIRST + LATE);

  // Brought back once more, nothing is doubled, and one writes on.
  assert.match(await bringBack(empty, server, file), /まだ届いていない書きこみはありませんでした/);
  await openVisit(empty, server, path);
  await typeAt(empty, TALKED, (FIRST + LATE).length, ["またあした。"]);
  await whenSaved(empty, ["at-server"]);
  assert.equal(await whenText(office, TALKED, ["またあした。"]), `${FIRST}${LATE}またあした。`);
  empty.quiet();
});

test("words that cannot be stored leave in a file all the same", async (t) => {
  const { device, path } = await tabletWithWords(t, place);
  const words = "保存できないときに書いた。";
  await device.page.evaluate(() => (window.storage = "full"));
  await typeAt(device, TALKED, FIRST.length, [words]);
  await whenSaved(device, ["cannot-save"]);
  // Within the app: loaded anew, what is in memory alone would be gone.
  await device.page.getByRole("link", { name: "設定" }).first().click();
  const { path: file, holds } = await takeOut(device, server, PHRASE, { loaded: true });
  assert.match(holds, /まだ届いていない書きこみ1件も入っています/);
  await device.kill();
  const empty = await emptyDevice(t);
  await bringBack(empty, server, file);
  await openVisit(empty, server, path);
  assert.equal(await whenText(empty, TALKED, [words]), FIRST + words);
  await whenSaved(empty, ["at-server"]);
});

test("words that the office does not take from a file come to its author's eyes, to be handed over", async (t) => {
  const { device, path, file } = await tabletThatOwes(t);
  await device.kill();
  await openVisit(office, server, path);
  await office.page.getByText("予定を変える・取りやめる").click();
  await office.page.getByRole("combobox", { name: "1人目" }).fill(OTHER);
  await office.page.getByRole("option", { name: OTHER }).first().click();
  await office.page.getByRole("button", { name: "予定を変える", exact: true }).click();
  await office.page.getByText("保存しました。2人の端末にも届きます").waitFor();
  await whenSaved(office, ["at-server"]);
  const empty = await emptyDevice(t);
  await bringBack(empty, server, file);
  const aside = empty.page.getByRole("region", { name: "取り分けたもの" });
  await aside.getByText(LATE).waitFor({ timeout: 90_000 });
  await aside.getByRole("button", { name: "写す" }).or(aside.getByRole("button", { name: /コピー|写し/ })).first().waitFor();
  // Nothing but its author's own words stays on the device of what is not theirs any more.
  await openPage(empty, server, path);
  await empty.page.getByText("この記録は、この端末にありません").waitFor();
});

test("a file that is not right is not taken, not even in part, and it is said why", async (t) => {
  const { device, file } = await tabletThatOwes(t);
  device.quiet();
  const empty = await emptyDevice(t);
  const before = await chunksOf(empty);
  const bytes = readFileSync(file);
  const folder = temporaryFolder("bad");
  const bad = (name, change) => {
    const copy = Buffer.from(bytes);
    const path = join(folder, name);
    writeFileSync(path, change(copy) ?? copy);
    return path;
  };
  const cases = [
    [file, "みかんのきと赤いじてんしゃ", /合言葉がちがうか/],
    [bad("note.txt", () => Buffer.from("きょうのメモ")), PHRASE, /持ち出したファイルではありません/],
    [bad("empty.otozure", () => Buffer.alloc(0)), PHRASE, /持ち出したファイルではありません/],
    [bad("newer.otozure", (copy) => void (copy[8] = 2)), PHRASE, /新しい版のアプリで作られた/],
    [bad("salt.otozure", (copy) => void (copy[20] ^= 1)), PHRASE, /合言葉がちがうか/],
    [bad("bit.otozure", (copy) => void (copy[copy.length - 20] ^= 1)), PHRASE, /こわれて/],
    [bad("cut.otozure", (copy) => copy.subarray(0, copy.length - 1)), PHRASE, /こわれて/],
    [bad("head.otozure", (copy) => copy.subarray(0, 33)), PHRASE, /途中で切れて/],
  ];
  for (const [path, phrase, why] of cases) {
    const said = await bringBack(empty, server, path, phrase);
    assert.match(said, why, path);
    assert.match(said, /何も戻していません/, path);
    assert.deepEqual(await chunksOf(empty), before, path);
  }
  await lookAt(empty, "backup-not-right");
  const another = await launchDevice("another", { kind: TABLET });
  t.after(() => another.close());
  await enrol(another, invite(server, OTHER));
  assert.match(await bringBack(another, server, file), /ほかの人が持ち出したファイルです[\s\S]*何も戻していません/);
  empty.quiet();
  another.quiet();
});

test("the share sheet takes the file where there is one, and a sheet that was put away is said", async (t) => {
  const device = await launchDevice("sharing", { kind: TABLET });
  t.after(() => device.close());
  await device.context.addInitScript(() => {
    window.shared = [];
    navigator.canShare = ({ files }) => files.length === 1;
    navigator.share = async ({ files }) => {
      if (window.putAway) throw new DOMException("", "AbortError");
      window.shared.push([files[0].name, files[0].size]);
    };
  });
  await enrol(device, invite(server, SAKURA));
  await device.page.getByText("みくるべ病院").first().waitFor();
  const section = await makeFile(device, server);
  await device.page.evaluate(() => (window.putAway = true));
  await section.getByRole("button", { name: "保存する場所を選ぶ" }).click();
  await section.getByText("ファイルはまだ保存されていません").waitFor();
  await device.page.evaluate(() => (window.putAway = false));
  await section.getByRole("button", { name: "保存する場所を選ぶ" }).click();
  await section.getByText("ファイルと合言葉は、別々の場所に").waitFor();
  const [[name, size]] = await device.page.evaluate(() => window.shared);
  assert.match(name, /^otozure-\d{4}-\d\d-\d\d\.otozure$/);
  assert.ok(size > 1_000);
  device.quiet();
});

test("a short phrase, or two that differ, make no file", async (t) => {
  const device = await emptyDevice(t);
  await openPage(device, server, "/settings");
  const section = device.page.getByRole("region", { name: "記録を持ち出す" });
  for (const [one, other, why] of [
    ["48213907", "48213907", /12文字以上/],
    [PHRASE, `${PHRASE}。`, /2つの合言葉がちがいます/],
  ]) {
    await section.getByLabel("ファイルの合言葉").fill(one);
    await section.getByLabel("確かめのため、もう一度").fill(other);
    await section.getByRole("button", { name: "ファイルを作る" }).click();
    await section.getByText(why).first().waitFor();
    assert.equal(await section.getByLabel("ファイルの合言葉").inputValue(), "", "nothing stays in the field");
    assert.equal(await section.getByText("ファイルができました").count(), 0);
  }
  await lookAt(device, "backup-phrase");
  device.quiet();
});
