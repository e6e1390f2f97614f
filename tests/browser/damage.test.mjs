// What a device does when what it kept is damaged: a chunk that cannot be read, a document that stops the program. Each is
// said plainly, and no word that can be kept is lost.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openPage, section, typeAt, whenSaved, whenText } from "./lib/programme.mjs";
import { keysOf, turnOneBit, vaults } from "./lib/stored.mjs";
import { FIRST, OTHER, chunks, startOffice, tabletWithWords, windowWithoutApp, write } from "./lib/tablet.mjs";

const TALKED = "話したこと";
const SECOND = "あとに書いた。";
const KEPT_HERE = ["on-device", "no-server"];
let place, server, office, otherPath;

before(async () => {
  place = await startOffice();
  ({ server, office, otherPath } = place);
});

after(() => place?.stop());

test("a damaged chunk: the rest opens, it is said, and what the relay has comes back", async (t) => {
  const { device, path } = await tabletWithWords(t, place);
  const { page } = device;
  const known = new Set((await chunks(device)).map(String));
  await write(device, place, path, SECOND);
  const fresh = (await chunks(device)).filter((key) => !known.has(String(key)));
  assert.equal(fresh.length, 1, "one change");
  const [vault] = await vaults(page);
  await openPage(device, server, "/settings");
  await device.offline(true);
  await turnOneBit(page, vault, "chunks", fresh[0]);

  await openPage(device, server, path);
  await page.getByText("読めない部分があります").first().waitFor();
  await page.getByText("ほかの部分は使えます").first().waitFor();
  assert.equal(await section(device, TALKED).inputValue(), FIRST);
  assert.deepEqual(await keysOf(page, vault, "aside"), [`broken ${fresh[0].join(" ")}`], "its bytes are kept");
  await openPage(device, server, otherPath);
  assert.equal(await section(device, TALKED).inputValue(), OTHER);
  assert.equal(await page.getByText("読めない部分があります").count(), 0);
  await openPage(device, server, "/settings");
  await page.getByRole("button", { name: "ファイルに書き出す" }).waitFor();

  // One can go on writing, and with the relay everything is whole again.
  await openPage(device, server, path);
  await typeAt(device, TALKED, FIRST.length, ["それから。"]);
  await whenSaved(device, KEPT_HERE);
  await device.offline(false);
  await whenText(device, TALKED, [FIRST, SECOND, "それから。"]);
  await whenSaved(device, ["at-server"]);
  const whole = await section(device, TALKED).inputValue();
  await openPage(office, server, path);
  assert.equal(await whenText(office, TALKED, [SECOND, "それから。"]), whole);
  await openPage(device, server, path);
  assert.equal(await whenText(device, TALKED, [SECOND]), whole);
  device.quiet();
});

test("a document that stopped the program is set aside at the next start, and the others open", async (t) => {
  const { device, id, path } = await tabletWithWords(t, place);
  const { page } = device;
  const [vault] = await vaults(page);
  // A tab that is still there is only loading.
  const other = await windowWithoutApp(device, place);
  await other.evaluate(
    () =>
      new Promise((held) => {
        navigator.locks.request("otozure-tab-0123456789abcdef", () => {
          held();
          return new Promise(() => {});
        });
      }),
  );
  await page.evaluate(
    ([vault, id]) => localStorage.setItem("otozure-loading-0123456789abcdef", `${vault.replace("otozure-vault-", "")}/${id}`),
    [vault, id],
  );
  await openPage(device, server, path);
  assert.equal(await whenText(device, TALKED, [FIRST]), FIRST);

  // It ends, and its note stays: loading is what ended it.
  await other.close();
  await openPage(device, server, "/settings");
  await page.getByText("開けない記録を1つ取り分けました").first().waitFor();
  await page.getByText("中身は消していません").first().waitFor();
  assert.equal(await page.evaluate(() => localStorage.getItem("otozure-loading-0123456789abcdef")), null, "the note is cleared");
  await openPage(device, server, path);
  await page.getByText("開けない記録を1つ取り分けました").first().waitFor();
  assert.equal(await section(device, TALKED).count(), 0);
  await openPage(device, server, otherPath);
  await section(device, TALKED).waitFor();
  assert.equal(await section(device, TALKED).inputValue(), OTHER);

  // Tried once more on somebody's wish, it opens with everything.
  await openPage(device, server, "/settings");
  await page.getByRole("button", { name: "もう一度開いてみる" }).click();
  await page.getByText("開けない記録を1つ取り分けました").waitFor({ state: "detached" });
  await openPage(device, server, path);
  assert.equal(await whenText(device, TALKED, [FIRST]), FIRST);
  device.quiet();
});
