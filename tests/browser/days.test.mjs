// A day is a day in Tokyo, wherever the device thinks it is, and also at midnight at the end of a fiscal year.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchDevice } from "./lib/device.mjs";
import { enrol, invite, openPage } from "./lib/programme.mjs";
import { startServer } from "./lib/server.mjs";

const EVE = new Date("2027-03-31T14:59:30Z");
const AFTER = new Date("2027-03-31T15:00:30Z");
const LAST_DAY = "令和9年3月31日(水)";
const FIRST_DAY = "令和9年4月1日(木)";
let server;

before(async () => {
  server = await startServer();
});

after(async () => {
  await server?.stop();
});

for (const timezoneId of ["America/Los_Angeles", "Pacific/Kiritimati", "Asia/Tokyo"]) {
  test(`きょう is the day in Tokyo on a device set to ${timezoneId}`, async (t) => {
    const device = await launchDevice("days", { settings: { timezoneId } });
    t.after(() => device.close());
    const { page } = device;
    await enrol(device, invite(server, "仮名 さくら"));
    await page.waitForURL(/\/today$/);
    assert.equal(await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone), timezoneId);
    for (const [moment, day, other] of [
      [EVE, LAST_DAY, FIRST_DAY],
      [AFTER, FIRST_DAY, LAST_DAY],
    ]) {
      await page.clock.setFixedTime(moment);
      await openPage(device, server, "/today");
      await page.getByText(day).first().waitFor();
      assert.ok(!(await page.locator("main").innerText()).includes(other), `${other} is not today`);
    }
    device.quiet();
  });
}

test("a page left open over midnight goes on to the new day", async (t) => {
  const device = await launchDevice("midnight", { settings: { timezoneId: "America/Los_Angeles" } });
  t.after(() => device.close());
  const { page } = device;
  await enrol(device, invite(server, "試作 つばさ"));
  await page.clock.install({ time: EVE });
  await openPage(device, server, "/today");
  await page.getByText(LAST_DAY).first().waitFor();
  await page.clock.runFor(61_000);
  await page.getByText(FIRST_DAY).first().waitFor();
  device.quiet();
});
