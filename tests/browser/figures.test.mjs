// The tables as pages: counted as of a day, each cell opens what it counts, and a table leaves the screen as a copy, a
// file and a sheet of paper. What the page counts is what the command line counts.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { LAPTOP, PHONE, TABLET, launchDevice } from "./lib/device.mjs";
import { accessibilityProblems, layoutProblems } from "./lib/layout.mjs";
import { enrol, makeVisit, openPage, openVisit, reports, typeAt, whenSaved } from "./lib/programme.mjs";
import { screenshot } from "./lib/screenshot.mjs";
import { startServer } from "./lib/server.mjs";

// The day of the report that the sample was taken from.
const DAY = "2025-01-31";
const SPOKEN_DAY = "令和7年1月31日(金)現在";
const TABLES = ["requests", "outcomes", "visits", "contents", "training"];
let server, prefecture, office;

before(async () => {
  server = await startServer();
  prefecture = await launchDevice("prefecture", { kind: LAPTOP });
  office = await launchDevice("office", { kind: LAPTOP });
  await enrol(prefecture, await server.link("prefecture"));
  await enrol(office, await server.link("coordinator", "例示　みどり"));
});

after(async () => {
  for (const device of [prefecture, office]) await device?.close().catch(() => {});
  await server?.stop();
});

// Opens a table and waits until it counts something.
async function openTable(device, table, query = `?as_of=${DAY}`) {
  await openPage(device, server, `/figures/${table}${query}`);
  await device.page.locator(".table__opens").first().waitFor();
}

// The table on the screen, cell by cell.
function cells(page) {
  return page.locator(".table").evaluate((table) =>
    [...table.querySelectorAll("tbody tr, tfoot tr")].map((row) => [...row.cells].map((cell) => cell.innerText.trim())),
  );
}

// A table of the command line as the page shows it.
function wanted(table, report) {
  if (table === "visits") return report.rows.map((row) => row.hospital_name ?? row.hospital);
  const rows = report.rows.map((row) => [row.label, ...row.values, row.total]);
  return [...rows, [report.total.label ?? "合計", ...report.total.values, report.total.total]];
}

test("each table counts what the command line counts", async () => {
  const { page } = prefecture;
  const all = reports(server, DAY);
  for (const table of TABLES) {
    await openTable(prefecture, table);
    await page.getByText(SPOKEN_DAY).first().waitFor();
    const shown = await cells(page);
    if (table === "visits") {
      assert.equal(shown.length, all.visits.rows.length + 1);
      assert.equal(shown.at(-1)[1], `${all.visits.rows.length}件`);
    } else {
      const rows = wanted(table, all[table]).map((row) => row.slice(1).filter((value) => value != null).map(String));
      assert.deepEqual(shown.map((row) => row.slice(1)), rows, table);
    }
  }
  prefecture.quiet();
});

test("a cell opens what it counts by keyboard, and the focus comes back to it", async () => {
  const { page } = prefecture;
  await openTable(prefecture, "requests");
  const cell = page.getByRole("link", { name: "こころの笑顔 12月 5" });
  await cell.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "こころの笑顔・12月：5" });
  await dialog.getByText("取り込んだ資料").first().waitFor();
  assert.equal(new URL(page.url()).search, `?as_of=${DAY}&cell=kokoro.2024-12`, "ids and codes alone");
  assert.deepEqual(await accessibilityProblems(page), []);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.ok(await cell.evaluate((element) => element === document.activeElement), "the focus is on the cell");
  assert.equal(new URL(page.url()).search, `?as_of=${DAY}`);
  // The address alone opens it too; a step back in the history closes what was opened by a press.
  await openPage(prefecture, server, `/figures/visits?as_of=${DAY}&cell=1.visit`);
  await page.getByRole("dialog").getByText("令和6年12月16日(月)").first().waitFor();
  await page.getByRole("button", { name: "閉じる" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  prefecture.quiet();
});

test("the day is typed, stepped and chosen, and stands in the address", async () => {
  const { page } = prefecture;
  await openTable(prefecture, "requests");
  const day = page.getByRole("group", { name: "いつの時点の数ですか" });
  await page.getByRole("link", { name: "1か月前の月末" }).click();
  await page.waitForURL(/as_of=2024-12-31/);
  await page.getByRole("link", { name: "1か月後の月末" }).click();
  await page.waitForURL(/as_of=2025-01-31/);
  await day.getByLabel("月").fill("11");
  await day.getByLabel("日").fill("30");
  await day.getByLabel("年", { exact: true }).fill("6");
  await page.waitForURL(/as_of=2024-11-30/);
  await page.getByText("令和6年11月30日(土)現在").first().waitFor();
  assert.equal((await cells(page)).at(-1).at(-1), "1");
  // Today's year has nothing yet: the page says why, and leads to the newest that has.
  await page.getByRole("link", { name: "今日", exact: true }).click();
  await page.locator(".empty-state__title").getByText("数えるものがありません").waitFor();
  await page.getByRole("link", { name: /現在の表を見る/ }).click();
  await page.locator(".table__opens").first().waitFor();
  prefecture.quiet();
});

test("a table is copied, and saved as a file that spreadsheets read", async () => {
  const { page, context } = prefecture;
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openTable(prefecture, "requests");
  await page.getByRole("button", { name: "表をコピー" }).click();
  await page.getByText("表をコピーしました").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.deepEqual(copied.split(/\r?\n/)[0].split("\t"), ["事業所", "10月", "11月", "12月", "1月", "合計"]);
  assert.ok(copied.includes("こころの笑顔\t0\t0\t5\t"), copied);

  for (const table of ["requests", "visits"]) {
    await openTable(prefecture, table);
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSVで保存" }).click()]);
    assert.equal(file.suggestedFilename(), `otozure-${table}-${DAY}.csv`);
    await page.getByText("を保存しました").waitFor();
    const bytes = readFileSync(await file.path());
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], "its mark");
    const text = bytes.toString("utf8");
    assert.equal(text.replaceAll("\r\n", "").includes("\n"), false, "every line ends as a spreadsheet expects");
    if (table === "visits") assert.match(text, /,,,,,2,"not_wanted"/, "what nothing tells is blank");
  }
  prefecture.quiet();
});

test("on paper stand the table, its day and the sample's band, and nothing that is pressed", async () => {
  const { page } = prefecture;
  await openTable(prefecture, "visits");
  await page.emulateMedia({ media: "print" });
  const seen = (selector) => page.locator(selector).first().isVisible();
  for (const gone of [".top-bar", ".status-bar", ".button", ".filters", ".screen-only"]) {
    assert.equal(await seen(gone), false, gone);
  }
  for (const kept of ["h1", ".table caption", ".table thead", ".sample-band"]) assert.ok(await seen(kept), kept);
  assert.match(await page.locator(".table caption").innerText(), /令和7年1月31日\(金\)現在/);
  const cut = await page.locator(".table").evaluate((table) => table.scrollWidth > table.parentElement.clientWidth + 1);
  assert.equal(cut, false, "nothing is cut");
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.match(pdf.toString("latin1"), /MediaBox \[0 0 84[12](\.\d+)? 59[45]/, "the paper lies");
  await page.emulateMedia({ media: "screen" });
  prefecture.quiet();
});

test("an office counts its own and sees no other office", async () => {
  const { page } = office;
  await openTable(office, "requests");
  const shown = await cells(page);
  assert.equal(shown.length, 2, "its own row and the sum");
  const own = reports(server, DAY).requests.rows.find((row) => row.label === shown[0][0]);
  assert.deepEqual(shown[0].slice(1), [...own.values, own.total].map(String));
  assert.equal(await page.getByLabel("事業所").count(), 0, "there is nothing to switch to");
  office.quiet();
});

test("an accepted visit counts at once; its office comes to the record, the prefecture to a fact", async () => {
  const { page } = office;
  const id = await makeVisit(office, server, { hospital: "みくるべ病院", pair: ["仮名", "試作"], topics: "紫陽花の話" });
  await openVisit(office, server, `/visits/${id}`);
  await typeAt(office, "話したこと", 0, "紫陽花の話をした。");
  await page.getByLabel("本人の話を聴く").check();
  await page.getByRole("radio", { name: "また会う" }).check();
  await page.getByRole("radio", { name: "面会した" }).check();
  await page.getByRole("button", { name: "この記録を受け取る" }).click();
  await page.getByText("受け取りました").first().waitFor();
  await whenSaved(office, ["at-server"]);

  await openTable(office, "contents", "");
  await page.getByRole("link", { name: /^本人の話を聴く .*月 1$/ }).click();
  await page.getByRole("dialog").getByRole("link", { name: /本人の話を聴く/ }).click();
  await page.waitForURL(new RegExp(`/visits/${id}$`));

  await openTable(prefecture, "visits", "");
  await prefecture.page.locator("tbody .table__opens").click();
  const fact = prefecture.page.getByRole("dialog");
  await fact.getByText("事業所の記録").waitFor();
  assert.equal(await fact.getByRole("link").count(), 0, "no way to a record");
  const shown = await prefecture.page.locator("body").innerText();
  for (const word of ["紫陽花", id, "さくら", "つばさ"]) assert.ok(!shown.includes(word), word);
  for (const device of [office, prefecture]) device.quiet();
});

test("every page of tables fits and can be read at each width, light and dark", async () => {
  const { page } = prefecture;
  const found = [];
  for (const table of ["", ...TABLES, "all"]) {
    if (table === "") await openPage(prefecture, server, `/figures?as_of=${DAY}`);
    else if (table === "all") await openPage(prefecture, server, `/figures/all?as_of=${DAY}`);
    else await openTable(prefecture, table);
    await page.getByText(SPOKEN_DAY).first().waitFor();
    for (const { viewport } of [PHONE, TABLET, LAPTOP]) {
      await page.setViewportSize(viewport);
      const name = `figures-${table || "first"}`;
      const problems = [...(await layoutProblems(page)), ...(await accessibilityProblems(page))];
      found.push(...problems.map((problem) => `${name} at ${viewport.width}: ${problem}`));
      await screenshot(page, `${name}-${viewport.width}`);
    }
    await page.emulateMedia({ colorScheme: "dark" });
    found.push(...(await accessibilityProblems(page, { type: "rule", values: ["color-contrast"] })));
    await page.emulateMedia({ colorScheme: "light" });
  }
  assert.deepEqual(found, []);
  prefecture.quiet();
});
