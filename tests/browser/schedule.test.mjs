// A visitor's own appointments: by day, offline, as a file for a calendar. When they can come is said on a phone without
// anybody's help, and stands where an office chooses a pair.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import ICAL from "ical.js";
import { LAPTOP, PHONE, TABLET, launchDevice, whenOfflineReady } from "./lib/device.mjs";
import { accessibilityProblems, layoutProblems } from "./lib/layout.mjs";
import { choosePerson, enrol, makeVisit, openPage, tokyoDay, whenSaved } from "./lib/programme.mjs";
import { screenshot } from "./lib/screenshot.mjs";
import { startServer } from "./lib/server.mjs";

const HOSPITAL = "みくるべ病院";
const PLACE = "三階の談話室";
const PARTNER = "試作 つばさ";
let server, office, phone, tablet;

before(async () => {
  server = await startServer();
  office = await launchDevice("office", { kind: LAPTOP });
  phone = await launchDevice("phone", { kind: PHONE });
  tablet = await launchDevice("tablet", { kind: TABLET });
  await enrol(office, await server.link("coordinator", "例示　みどり"));
  await enrol(phone, await server.link("visitor", "仮名　さくら"));
});

after(async () => {
  for (const device of [office, phone, tablet]) await device?.close();
  await server?.stop();
});

// The day some days from now in Tokyo: its 和暦 with the weekday, and its parts.
function dayAfter(days) {
  const at = new Date(`${tokyoDay()}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
  const weekday = "日月火水木金土"[at.getUTCDay()];
  return { year: year - 2018, month, day, weekday, japanese: `令和${year - 2018}年${month}月${day}日(${weekday})` };
}

// Fills the three fields of a date.
async function fillDay(page, group, { year, month, day }) {
  const fields = page.getByRole("group", { name: group });
  await fields.getByLabel("年", { exact: true }).fill(`${year}`);
  await fields.getByLabel("月", { exact: true }).fill(`${month}`);
  await fields.getByLabel("日", { exact: true }).fill(`${day}`);
}

async function schedule(device) {
  await openPage(device, server, "/schedule");
  await device.page.getByRole("heading", { name: "いつもの1週間で、来られる時間" }).waitFor();
}

test("a visitor without an appointment says when they can come, offline, on a phone", async () => {
  const { page } = phone;
  await schedule(phone);
  await page.getByText("これからの予定はありません").waitFor();
  await page.getByText("まだ何も伝えていません").waitFor();
  await whenOfflineReady(page);
  await phone.offline(true);
  await schedule(phone);
  await page.getByRole("checkbox", { name: "月曜日の午前" }).check();
  await page.getByRole("checkbox", { name: "木曜日の午後" }).check();
  await page.getByText("まだ何も伝えていません").waitFor({ state: "detached" });
  const off = dayAfter(8);
  await fillDay(page, "日にち", off);
  await page.getByRole("radio", { name: "午前は来られません" }).check();
  await page.getByRole("button", { name: "この日を入れる" }).click();
  await page.getByText(`${off.japanese}　午前は来られません`).waitFor();
  await whenSaved(phone, ["no-server", "on-device"]);
  // It is on the disk: another start without a network finds it.
  await phone.kill();
  await phone.restart();
  await phone.offline(true);
  await schedule(phone);
  assert.ok(await phone.page.getByRole("checkbox", { name: "木曜日の午後" }).isChecked());
  assert.ok(!(await phone.page.getByRole("checkbox", { name: "木曜日の午前" }).isChecked()));
  await phone.page.getByText(`${off.japanese}　午前は来られません`).waitFor();
  await phone.offline(false);
  await whenSaved(phone, ["at-server"]);
  for (const size of [PHONE.viewport, TABLET.viewport]) {
    await phone.page.setViewportSize(size);
    assert.deepEqual([...(await layoutProblems(phone.page)), ...(await accessibilityProblems(phone.page))], []);
    await screenshot(phone.page, `schedule-${size.width}`);
  }
  await phone.page.setViewportSize(PHONE.viewport);
  phone.quiet();
});

test("a pause has days and no reason, and ends by a press", async () => {
  const { page } = phone;
  await schedule(phone);
  await fillDay(page, "休みはじめる日", dayAfter(20));
  await fillDay(page, "休みの最後の日", dayAfter(10));
  await page.getByRole("button", { name: "この期間を休む" }).click();
  await page.getByText("最後の日が、はじめる日より前です").waitFor();
  await fillDay(page, "休みの最後の日", dayAfter(30));
  await page.getByRole("button", { name: "この期間を休む" }).click();
  await page.getByText(`${dayAfter(20).japanese}から${dayAfter(30).japanese}まで`).waitFor();
  await page.getByRole("button", { name: "休みを終わりにする" }).click();
  await page.getByRole("button", { name: "この期間を休む" }).waitFor();
  await whenSaved(phone, ["at-server"]);
  phone.quiet();
});

test("where an office chooses a pair a quiet mark says who does not plan to come, and bars nothing", async () => {
  const { page } = office;
  // A half of today that has no mark.
  const today = dayAfter(0).weekday;
  const free = today === "月" || today === "木" ? "その日は" : null;
  if (free !== null) {
    await schedule(phone);
    for (const half of ["午前", "午後"]) {
      await phone.page.getByRole("checkbox", { name: `${today}曜日の${half}` }).uncheck();
    }
    await whenSaved(phone, ["at-server"]);
  }
  const id = await makeVisit(office, server, { hospital: HOSPITAL, pair: ["仮名", "試作"], place: PLACE });
  assert.match(id, /^[1-9A-HJ-NP-Za-km-z]{20,}$/);
  await openPage(office, server, "/visits/new");
  await page.getByRole("group", { name: "訪問する日" }).getByRole("button", { name: "今日" }).click();
  await choosePerson(page, "1人目", "仮名");
  await choosePerson(page, "2人目", "試作");
  await page.getByText("仮名 さくらさん：この日は来られない予定です").waitFor();
  assert.equal(await page.getByText(`${PARTNER}さん：この日は来られない予定です`).count(), 0, "who said nothing is not marked");
  office.quiet();
});

test("one's own visits stand by day, today marked, and are read without a network", async () => {
  const { page } = phone;
  await schedule(phone);
  await page.getByText(HOSPITAL).first().waitFor();
  await phone.offline(true);
  await schedule(phone);
  const day = page.locator(".schedule > li").first();
  assert.match(await day.getByRole("heading").innerText(), new RegExp(`^${dayAfter(0).japanese.replace(/[()]/g, "\\$&")}\\s*きょう$`));
  await day.getByText(HOSPITAL).waitFor();
  await phone.offline(false);
  phone.quiet();
});

test("the file for a calendar holds day and time, and no person, hospital or place", async () => {
  const { page } = phone;
  await schedule(phone);
  const card = page.locator("section").filter({ has: page.getByRole("heading", { name: "カレンダーに入れる" }) });
  const coming = page.waitForEvent("download");
  await card.getByRole("button", { name: "ファイルをつくる" }).click();
  const file = await coming;
  assert.equal(file.suggestedFilename(), "otozure.ics");
  const text = readFileSync(await file.path(), "utf8");
  for (const word of [HOSPITAL, PLACE, "仮名", "さくら", "試作", "つばさ", "面会", "訪問"]) {
    assert.ok(!text.includes(word), `${word} stands in the file`);
  }
  for (const line of text.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, `a long line: ${line}`);
  // Read by a parser that is none of ours.
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.register(new ICAL.Timezone(calendar.getFirstSubcomponent("vtimezone")));
  const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  assert.equal(events.length, 1);
  assert.equal(events[0].summary, "予定があります");
  assert.equal(events[0].location, null);
  assert.equal(events[0].description, null);
  assert.equal(events[0].startDate.toString(), `${tokyoDay()}T14:00:00`);
  const start = calendar.getFirstSubcomponent("vevent").getFirstProperty("dtstart");
  assert.equal(start.getParameter("tzid"), "Asia/Tokyo");
  assert.equal(start.getFirstValue().convertToZone(ICAL.Timezone.utcTimezone).hour, 5, "14:00 in Tokyo");
  assert.equal(calendar.getFirstSubcomponent("vevent").getAllSubcomponents("valarm").length, 1);
  phone.quiet();
});
