// On paper: every page that is printed is A4, nothing of it is cut at its edge, no page is empty, a note of any length is
// there whole, and the band 見本データ stands on each page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LAPTOP, launchDevice } from "./lib/device.mjs";
import { enrol, invite, makeVisit, openPage, openVisit, takeRequest, typeAt, whenSaved } from "./lib/programme.mjs";
import { startServer } from "./lib/server.mjs";

// A4 in points, as PDF counts, and what is left of it between margins of 15 mm, in CSS pixels.
const A4 = { short: 595.3, long: 841.9, tolerance: 1 };
const PRINTED = { upright: 680, lying: 1009 };
const LONG_TEXT = "あいさつをした。飼っていた猫の話になると表情がやわらいだ。".repeat(80);
const DAY = "2025-01-31";
let server, prefecture, office, visit, request;

before(async () => {
  server = await startServer();
  prefecture = await launchDevice("prefecture", { kind: LAPTOP });
  office = await launchDevice("office", { kind: LAPTOP });
  await enrol(prefecture, await server.link("prefecture"));
  await enrol(office, await server.link("coordinator", "例示　みどり"));
  const pair = ["仮名", "試作"];
  visit = `/visits/${await makeVisit(office, server, { hospital: "みくるべ病院", pair, topics: "犬の話" })}`;
  await openVisit(office, server, visit);
  await typeAt(office, "話したこと", 0, [LONG_TEXT]);
  await whenSaved(office, ["at-server"]);
  request = await takeRequest(office, server, "見本 さくらこ");
});

after(async () => {
  for (const device of [prefecture, office]) await device?.close().catch(() => {});
  await server?.stop();
});

// The sizes of the pages of a PDF, in points.
function sizes(pdf) {
  const boxes = [...pdf.toString("latin1").matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
  return boxes.map(([, width, height]) => [Number(width), Number(height)]);
}

// Prints the page as it stands; gives how many sheets it takes.
async function print(device, name, { lying = false } = {}) {
  const { page } = device;
  const pages = sizes(await page.pdf({ preferCSSPageSize: true }));
  assert.ok(pages.length > 0, `${name} has pages`);
  const wanted = lying ? [A4.long, A4.short] : [A4.short, A4.long];
  for (const size of pages) {
    size.forEach((side, index) => assert.ok(Math.abs(side - wanted[index]) <= A4.tolerance, `${name}: ${size}`));
  }
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: lying ? PRINTED.lying : PRINTED.upright, height: 900 });
  const found = await page.evaluate(() => {
    const shown = (element) => element.checkVisibility({ checkVisibilityCSS: true });
    const all = [...document.body.querySelectorAll("*")].filter((one) => shown(one) && !one.closest("svg"));
    const cut = all.filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1);
    const hidden = all.filter((one) => !one.matches(".visually-hidden") && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible");
    const pressed = all.filter((one) => one.matches("button, summary:not(details[open] > summary)"));
    const name = (one) => `<${one.localName} ${one.className}> ${one.innerText.slice(0, 20)}`;
    return {
      problems: [...cut, ...hidden, ...pressed].map(name),
      sheet: getComputedStyle(document.documentElement).page,
    };
  });
  await page.emulateMedia({ media: null });
  await page.setViewportSize(LAPTOP.viewport);
  assert.deepEqual(found, { problems: [], sheet: lying ? "sample-landscape" : "sample" }, name);
  return pages.length;
}

test("each table is one sheet of A4, and all of them are one each", async () => {
  const lying = { requests: true, outcomes: false, visits: true, contents: true, training: true };
  for (const [table, lies] of Object.entries(lying)) {
    await openPage(prefecture, server, `/figures/${table}?as_of=${DAY}`);
    await prefecture.page.locator(".table__opens").first().waitFor();
    const sheets = await print(prefecture, table, { lying: lies });
    assert.ok(sheets <= 2, `${table} takes ${sheets} sheets`);
  }
  await openPage(prefecture, server, `/figures/all?as_of=${DAY}`);
  await prefecture.page.locator(".table").nth(4).waitFor();
  const sheets = await print(prefecture, "all", { lying: true });
  assert.ok(sheets >= 5 && sheets <= 6, `all tables take ${sheets} sheets`);
  await openPage(prefecture, server, `/figures?as_of=${DAY}`);
  await prefecture.page.locator(".figure-tile").first().waitFor();
  assert.equal(await print(prefecture, "figures"), 1);
  prefecture.quiet();
});

test("the sheet of a lost device and a month of the access log fit on A4", async (t) => {
  const tablet = await launchDevice("tablet");
  t.after(() => tablet.close());
  await enrol(tablet, invite(server, "仮名 さくら"));
  await openVisit(tablet, server, visit);
  await openPage(office, server, "/devices");
  const { page } = office;
  const card = page.getByRole("article").filter({ has: page.getByRole("heading", { name: "仮名 さくら" }) });
  await card.getByRole("button", { name: /紛失/ }).click();
  await page.getByRole("button", { name: "つぎへ" }).click();
  await page.getByRole("button", { name: "紛失として止める" }).click();
  await page.locator(".sheet").getByText("みくるべ病院").waitFor();
  assert.ok((await print(office, "lost-device")) <= 2);
  await openPage(office, server, "/access-log");
  await page.getByRole("row").nth(1).waitFor();
  await print(office, "access-log");
  office.quiet();
});

test("a visit and a request are printed with every word", async () => {
  await openVisit(office, server, visit);
  const { page } = office;
  assert.ok((await print(office, "visit")) >= 3);
  await page.emulateMedia({ media: "print" });
  const words = await page.evaluate(() =>
    [...document.querySelectorAll(".field__paper")].map((one) => getComputedStyle(one, "::before").content).join(""),
  );
  assert.ok(words.includes(LONG_TEXT), "a note of many lines is on paper whole");
  const textareas = await page.locator("textarea").evaluateAll((all) => all.filter((one) => one.checkVisibility()).length);
  assert.equal(textareas, 0, "no field cuts it");
  await page.emulateMedia({ media: null });
  await openPage(office, server, request);
  await page.getByRole("heading", { name: "聞き取り" }).waitFor();
  await print(office, "request");
  office.quiet();
});
