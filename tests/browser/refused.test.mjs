// Refused words are taken out of a record while somebody goes on writing it in another tab: between the moment in which
// they are taken out and the moment in which that is on the disk, nothing that anybody stores may be lost.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "./lib/device.mjs";
import { addVisitor } from "./lib/member.mjs";
import { startPair, visitWith } from "./lib/pair.mjs";
import { openPage, openVisit, typeAt, whenSaved, whenText } from "./lib/programme.mjs";
import { startServer } from "./lib/server.mjs";
import { keysOf, vaults } from "./lib/stored.mjs";

const TALKED = "話したこと";
const FIRST = "はじめ。";
const LATE = "紫陽花の話をした。";
const MEANWHILE = "金木犀も咲いていた。";
const OTHER = "雛形 ひかり";
let pair, server, office, sakura, path;

before(async () => {
  pair = await startPair();
  ({ server, office, sakura } = pair);
  addVisitor(server, OTHER, "ひながた ひかり");
  path = await visitWith(pair, FIRST);
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

// From now on what a page puts into a store waits, sealed by nobody, until `goOn`.
function hold(page, store) {
  return page.evaluate((store) => {
    const { encrypt } = SubtleCrypto.prototype;
    const gate = new Promise((open) => (window.goOn = open));
    SubtleCrypto.prototype.encrypt = async function (how, ...rest) {
      if (new TextDecoder().decode(how.additionalData).startsWith(`${store}\n`)) {
        window.isHeld = true;
        await gate;
      }
      return encrypt.call(this, how, ...rest);
    };
  }, store);
}

function whenHeld(page) {
  return page.waitForFunction(() => window.isHeld, undefined, { timeout: 90_000 });
}

function goOn(page) {
  return page.evaluate(() => window.goOn());
}

test("what another tab stores while refused words are taken out is kept, and comes to its author's eyes", async () => {
  const second = await sakura.context.newPage();
  const other = { ...sakura, page: second };
  await openPage(other, server, path);
  await whenText(other, TALKED, [FIRST]);
  // Her sockets end with the relay's; new ones she does not get.
  await sakura.offline(true);
  await server.kill();
  pair.server = server = await startServer({ data: server.data, port: server.port, links: false });
  await whenSaved(sakura, ["no-server"]);
  await typeAt(sakura, TALKED, FIRST.length, LATE);
  await whenText(other, TALKED, [LATE]);
  // Typed while she still may, and on the disk only after the other tab knows that it was too late.
  await hold(second, "chunks");
  await typeAt(other, TALKED, (FIRST + LATE).length, MEANWHILE);
  await whenHeld(second);
  await replaceSakura();

  await hold(sakura.page, "aside");
  await sakura.offline(false);
  await whenHeld(sakura.page);
  const [vault] = await vaults(second);
  const before = (await keysOf(second, vault, "owed")).length;
  await goOn(second);
  await until(async () => (await keysOf(second, vault, "owed")).length > before);
  await goOn(sakura.page);

  await openPage(sakura, server, "/settings");
  await sakura.page.getByText(LATE).first().waitFor({ timeout: 90_000 });
  await sakura.page.getByText(MEANWHILE).first().waitFor({ timeout: 90_000 });
  await sakura.page.waitForFunction(
    () => document.querySelector("[data-state]")?.dataset.state === "at-server",
    undefined,
    { timeout: 90_000 },
  );
  assert.deepEqual(await keysOf(sakura.page, vault, "owed"), [], "nothing is pushed again for ever");
});
