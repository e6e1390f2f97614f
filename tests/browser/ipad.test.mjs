// An iPad keeps apart what its browser's tabs and its home screen's apps store, and clears the former: so one is enrolled
// in the installed app alone, and a link that was opened in a tab is not used up. Chromium says here what Safari says;
// what only a real iPad shows stands in docs/ipad-checklist.md.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, TABLET, launchDevice } from "./lib/device.mjs";
import { accessibilityProblems, layoutProblems } from "./lib/layout.mjs";
import { invite, openPage, openVisit, throughEnrolment, typeAt, whenSaved } from "./lib/programme.mjs";
import { screenshot } from "./lib/screenshot.mjs";
import { placesOf } from "./lib/stored.mjs";
import { startOffice, visitWith } from "./lib/tablet.mjs";

let place, server;

before(async () => {
  place = await startOffice();
  ({ server } = place);
});

after(() => place?.stop());

// A device that says of itself what an iPad does, in a tab or from the home screen.
async function ipad(t, standalone, kind = TABLET) {
  const device = await launchDevice(standalone ? "installed" : "tab", { kind });
  t.after(() => device.close());
  await device.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await device.context.addInitScript((standalone) => {
    Object.defineProperty(Navigator.prototype, "standalone", { get: () => standalone });
    window.asked = 0;
    StorageManager.prototype.persisted = async () => window.asked > 0;
    StorageManager.prototype.persist = async () => {
      window.asked += 1;
      return true;
    };
  }, standalone);
  return device;
}

async function look(device, name) {
  const { page } = device;
  for (const size of [PHONE.viewport, TABLET.viewport, { width: 1440, height: 900 }]) {
    await page.setViewportSize(size);
    // Pictures further down come with scrolling.
    for (const picture of await page.locator("main img").all()) await picture.scrollIntoViewIfNeeded();
    await page.waitForFunction(() => [...document.images].every((image) => image.complete && image.naturalWidth > 0));
    assert.deepEqual([...(await layoutProblems(page)), ...(await accessibilityProblems(page))], []);
    await screenshot(page, `${name}-${size.width}`);
  }
  device.quiet();
}

test("in a tab one is shown how to install first, a link stays unused, and in the app it is pasted and works", async (t) => {
  const link = invite(server, "仮名 さくら");
  const secret = new URL(link).hash.slice(1);
  const tab = await ipad(t, false);
  await tab.open(`${server.url}/`);
  await tab.page.getByText("はじめに、ホーム画面に置いてください").waitFor();
  assert.equal(await tab.page.getByRole("textbox", { name: "リンク" }).count(), 0, "nothing is enrolled in a tab");
  await look(tab, "ipad-tab");
  await tab.open(link);
  await tab.page.getByRole("heading", { name: "このリンクは、まだ使っていません" }).waitFor();
  assert.ok(!tab.page.url().includes(secret), "it does not stay in the address");
  await tab.page.getByRole("button", { name: "リンクを写す" }).click();
  await tab.page.getByText("写しました").waitFor();
  const copied = await tab.page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, link);
  assert.deepEqual(await placesOf(tab.page, [secret]), []);
  await look(tab, "ipad-link");

  const app = await ipad(t, true);
  await app.open(`${server.url}/`);
  await app.page.getByRole("textbox", { name: "リンク" }).fill(copied);
  await app.page.getByRole("button", { name: "このリンクを開く" }).click();
  await throughEnrolment(app.page);
  await app.page.getByRole("link", { name: "はじめる" }).click();
  await app.page.getByText("みくるべ病院").first().waitFor();
  app.quiet();
});

test("the browser is asked to keep everything after the first words that were stored, and settings say so", async (t) => {
  const path = `/visits/${await visitWith(place, "はじめ。")}`;
  const device = await ipad(t, true);
  const { page } = device;
  await device.open(invite(server, "試作 つばさ"));
  await throughEnrolment(page);
  await page.getByRole("link", { name: "はじめる" }).click();
  await openVisit(device, server, path);
  assert.equal(await page.evaluate(() => window.asked), 0, "nobody is asked before there is something to keep");
  await typeAt(device, "話したこと", 4, "書いた");
  await whenSaved(device, ["at-server"]);
  await page.waitForFunction(() => window.asked > 0);
  assert.equal(await page.evaluate(() => window.asked), 1, "once");
  await page.getByRole("link", { name: "設定" }).first().click();
  await page.getByText("保存は守られています").waitFor();
  await openPage(device, server, "/settings");
  device.quiet();
});
