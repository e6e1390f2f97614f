// A concern for a person's safety (法40条の3): two taps away, without a network; the prefecture's number first, then a
// record that its author and the safeguarding officers alone can read.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { beginConcern, part, whenSent, write } from "./lib/care.mjs";
import { LAPTOP, PHONE, TABLET, launchDevice, whenOfflineReady } from "./lib/device.mjs";
import { addSafeguardingOfficer } from "./lib/member.mjs";
import { root, temporaryFolder } from "./lib/paths.mjs";
import { enrol, invite, makeVisit, openPage, openVisit, whenSaved } from "./lib/programme.mjs";
import { hasReceived, idBytes, listen } from "./lib/received.mjs";
import { startServer } from "./lib/server.mjs";

const SEEN = "廊下で大きな声でどなっているのを聞いた";
const ROOM = "さくら棟の廊下";
const TITLE = "心配なことがあるとき | おとずれ";
let server, office, sakura, tsubasa, prefecture, officer, visit;

before(async () => {
  server = await startServer({ dataset: datasetWithNumber() });
  addSafeguardingOfficer(server, "見本 まもる", "みほん まもる");
  const people = { office: LAPTOP, sakura: TABLET, tsubasa: PHONE, prefecture: LAPTOP, officer: LAPTOP };
  const devices = {};
  for (const [name, kind] of Object.entries(people)) {
    devices[name] = await launchDevice(name, { kind });
    listen(devices[name]);
  }
  ({ office, sakura, tsubasa, prefecture, officer } = devices);
  await enrol(office, await server.link("coordinator", "例示　みどり"));
  await enrol(sakura, await server.link("visitor", "仮名　さくら"));
  await enrol(tsubasa, await server.link("visitor", "試作　つばさ"));
  await enrol(prefecture, await server.link("prefecture"));
  await enrol(officer, invite(server, "見本 まもる"));
  visit = await makeVisit(office, server, { hospital: "みくるべ病院", pair: ["仮名", "試作"] });
  for (const device of [sakura, tsubasa]) {
    await openVisit(device, server, `/visits/${visit}`);
    await whenOfflineReady(device.page);
  }
});

after(async () => {
  for (const device of [office, sakura, tsubasa, prefecture, officer]) await device?.close().catch(() => {});
  await server?.stop();
});

// The sample with a number for concerns that could be called, and none for the prefecture's programme.
function datasetWithNumber() {
  const dataset = JSON.parse(readFileSync(join(root, "server/datasets/kanagawa-r6.json"), "utf8"));
  dataset.prefecture.concerns = { number: "045-000-0002", hours: "いつでも" };
  const file = join(temporaryFolder("dataset"), "number.json");
  writeFileSync(file, JSON.stringify(dataset));
  return file;
}

test("from today and from a visit the number is one tap away and the record two, without a network", async () => {
  for (const [device, from] of [[sakura, "/today"], [tsubasa, `/visits/${visit}`]]) {
    const { page } = device;
    await openPage(device, server, from);
    const link = page.getByRole("link", { name: "心配なことがあるとき" });
    await link.waitFor();
    await device.offline(true);
    await link.click();
    const call = page.getByRole("link", { name: /電話をかける.*045-000-0002/ });
    await call.waitFor();
    assert.equal(await call.getAttribute("href"), "tel:0450000002");
    await page.getByText("「話してくれて、ありがとうございます」").waitFor();
    const path = await beginConcern(device);
    await page.getByText("読めるのは、あなたと、県の窓口の担当者だけです。").waitFor();
    await write(device, "見たこと・聞いたこと", `${SEEN}（${device.name}）`);
    await page.getByLabel("場所").fill(ROOM);
    await page.getByRole("radio", { name: "県に電話した" }).check();
    await page.getByRole("button", { name: "記録する" }).click();
    await page.getByText("記録しました").waitFor();
    await whenSaved(device, ["no-server", "on-device"]);
    assert.equal(await page.title(), TITLE);
    await openPage(device, server, path);
    await page.waitForFunction((words) => document.querySelector("textarea")?.value.includes(words), SEEN);
    assert.equal(await page.title(), TITLE, "a history does not tell that there is a record");
    await device.offline(false);
    await whenSent(device);
    device.quiet();
  }
});

test("a record that was begun and left without a word was never there", async () => {
  const { page } = sakura;
  await openPage(sakura, server, "/concern");
  const path = await beginConcern(sakura);
  await openPage(sakura, server, "/concern");
  await page.getByText("あなたが読める記録").waitFor();
  assert.equal(await page.locator(`a[href="${path}"]`).count(), 0);
});

test("a safeguarding officer takes it up, and nobody else receives a byte of it", async () => {
  const { page } = officer;
  await openPage(officer, server, "/concern");
  const all = part(page, "あなたが読める記録");
  await all.getByText("まだ受けつけられていません").nth(1).waitFor();
  await all.getByRole("link").first().click();
  await page.waitForFunction((words) => document.querySelector("textarea")?.value.includes(words), SEEN);
  await page.getByText("読めるのは、書いた人と、県の窓口の担当者だけです。").waitFor();
  await page.getByRole("radio", { name: "県の担当者が受けつけた" }).check();
  await page.getByRole("button", { name: "記録する" }).click();
  await page.getByText("記録しました").waitFor();
  await whenSent(officer);
  const own = new URL(page.url()).pathname;
  const text = await page.getByRole("textbox", { name: "見たこと・聞いたこと" }).inputValue();
  const author = text.includes("sakura") ? sakura : tsubasa;
  const other = author === sakura ? tsubasa : sakura;
  await openPage(author, server, own);
  await part(author.page, "したこと").getByText("県の担当者が受けつけた", { exact: true }).first().waitFor();

  assert.ok(hasReceived(officer, SEEN) && hasReceived(officer, idBytes(own.split("/").at(-1))), "the search finds it");
  for (const device of [office, prefecture, other]) {
    assert.ok(!hasReceived(device, SEEN) && !hasReceived(device, ROOM), `${device.name} got words`);
    assert.ok(!hasReceived(device, idBytes(own.split("/").at(-1))), `${device.name} got a document`);
  }
  await page.getByRole("radio", { name: "この記録を閉じた" }).check();
  await page.getByRole("button", { name: "記録する" }).click();
  await openPage(officer, server, "/concern");
  await all.getByText("閉じました").waitFor();
  officer.quiet();
});

test("a concern stands in no list, no search, no table and no log of anybody else, nor in a file", async () => {
  for (const [device, paths] of [[office, ["/requests", "/visits", "/care", "/access-log"]], [prefecture, ["/figures", "/access-log", "/concern"]]]) {
    for (const path of paths) {
      await openPage(device, server, path);
      await device.page.locator("h1").waitFor();
      const words = await device.page.locator("main").innerText();
      assert.ok(!words.includes(SEEN) && !words.includes(ROOM), `${device.name} ${path}`);
    }
  }
  await prefecture.page.getByText("記録はまだありません").waitFor();
  await openPage(office, server, "/visits");
  await office.page.getByRole("searchbox").first().fill("どなって");
  await office.page.getByText("0件").first().waitFor();
  await openPage(sakura, server, "/settings");
  const taking = part(sakura.page, "記録を持ち出す");
  await taking.getByLabel("ファイルの合言葉").fill("あさがおとひまわりの夏休み");
  await taking.getByLabel("確かめのため、もう一度").fill("あさがおとひまわりの夏休み");
  await taking.getByRole("button", { name: "ファイルを作る" }).click();
  await taking.getByText("心配なことの記録は入れていません").waitFor();
});
