// Words that wait for the relay: how many and since when stands on the status line and on the app's mark, and after a
// day every page reminds of them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TABLET, launchDevice, whenOfflineReady } from "./lib/device.mjs";
import { accessibilityProblems, layoutProblems } from "./lib/layout.mjs";
import { hide } from "./lib/place.mjs";
import {
  PIN, comeIn, enrol, invite, openVisit, throughEnrolment, typeAt, typeSecret, whenSaved,
} from "./lib/programme.mjs";
import { screenshot } from "./lib/screenshot.mjs";
import { startOffice, visitWith } from "./lib/tablet.mjs";

const TALKED = "話したこと";
const HERE = ["on-device", "no-server"];
const OTHER_PIN = "73905164";
const DAY_MS = 24 * 3_600_000;
let place, server;

before(async () => {
  place = await startOffice();
  ({ server } = place);
});

after(() => place?.stop());

// A tablet whose mark is in the test's hands.
async function tablet(t) {
  const path = `/visits/${await visitWith(place, "はじめ。")}`;
  const device = await launchDevice("waiting", { kind: TABLET });
  t.after(() => device.close());
  await device.context.addInitScript(() => {
    window.mark = "untouched";
    navigator.setAppBadge = async (count) => (window.mark = count);
    navigator.clearAppBadge = async () => (window.mark = 0);
  });
  await enrol(device, invite(server, "仮名 さくら"));
  await openVisit(device, server, path);
  return { device, path };
}

const whenMarked = ({ page }, count) => page.waitForFunction((count) => window.mark === count, count, { timeout: 60_000 });

test("the app's mark counts what the relay lacks, stays while everything is hidden, and goes when all has arrived", async (t) => {
  const { device } = await tablet(t);
  const { page } = device;
  await whenMarked(device, 0);
  await device.offline(true);
  await typeAt(device, TALKED, 4, "三つ字");
  await whenSaved(device, HERE);
  await whenMarked(device, 3);
  await page.getByRole("button", { name: "かくす" }).click();
  await page.getByLabel("暗証番号", { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => window.mark), 3);
  await comeIn(page);
  await whenMarked(device, 3);
  await device.offline(false);
  await whenSaved(device, ["at-server"]);
  await whenMarked(device, 0);
  device.quiet();
});

const whenOpen = (page) => page.waitForFunction(() => document.documentElement.dataset.stage === "open");

test("the mark counts what everybody of a browser owes, whoever has it open, until the relay has it", async (t) => {
  const { device, path } = await tablet(t);
  const { page } = device;
  await whenOfflineReady(page);
  await page.goto("about:blank");
  await device.open(invite(server, "試作 つばさ"));
  await throughEnrolment(page, OTHER_PIN);
  await page.getByRole("link", { name: "はじめる" }).click();
  await page.waitForURL(/\/today$/);
  await hide(page);
  await typeSecret(page, PIN, /仮名 さくらさん/);
  await whenOpen(page);
  await device.offline(true);
  await openVisit(device, server, path);
  await typeAt(device, TALKED, 4, "三つ字");
  await whenSaved(device, HERE);
  await whenMarked(device, 3);
  await hide(page);
  await typeSecret(page, OTHER_PIN, /試作 つばささん/);
  await whenOpen(page);
  await whenMarked(device, 3);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.stage), "open");
  await device.offline(false);
  await whenMarked(device, 0);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.stage), "open", "its writer did not come in");
  device.quiet();
});

test("after a minute it is said how much waits and since when, after a day on every page, until it has arrived", async (t) => {
  const { device } = await tablet(t);
  const { page } = device;
  await page.clock.install();
  await device.offline(true);
  await typeAt(device, TALKED, 4, ["待っている。"]);
  await whenSaved(device, HERE);
  const line = page.getByText(/まだ届いていない書きこみ1件（いちばん古いものは\d{1,2}:\d\dから）/);
  assert.equal(await line.count(), 0);
  await page.clock.fastForward(90_000);
  await line.waitFor();
  const reminder = page.getByRole("complementary", { name: "まだ届いていない書きこみのお知らせ" });
  assert.equal(await reminder.count(), 0);
  await page.clock.fastForward(DAY_MS);
  await page.getByLabel("暗証番号", { exact: true }).waitFor();
  assert.equal(await reminder.count(), 0, "nothing of anybody is said before they are in");
  await comeIn(page);
  await reminder.getByText("1日より長く届いていない書きこみがあります").waitFor();
  await reminder.getByText(/いちばん古いものは11月|いちばん古いものは\d+月\d+日/).waitFor();
  for (const size of [{ width: 390, height: 844 }, { width: 820, height: 1180 }, { width: 1440, height: 900 }]) {
    await page.setViewportSize(size);
    assert.deepEqual([...(await layoutProblems(page)), ...(await accessibilityProblems(page))], []);
    await screenshot(page, `reminder-${size.width}`);
  }
  await reminder.getByRole("link", { name: "設定を開く" }).click();
  await page.getByRole("heading", { name: "記録を持ち出す" }).waitFor();
  await reminder.waitFor();
  await device.offline(false);
  await page.getByRole("button", { name: "いますぐつないでみる" }).click();
  await whenSaved(device, ["at-server"]);
  await reminder.waitFor({ state: "detached" });
  device.quiet();
});
