// Rows: what lists and tables show of a document without reading it. One that an older version of the app wrote is renewed
// in the background, so that the tables count again; and a request that cannot be read stands on the board and says what
// to do, until the relay brings it again.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LAPTOP, PHONE, TABLET, launchDevice, whenOfflineReady } from "./lib/device.mjs";
import { accessibilityProblems, layoutProblems } from "./lib/layout.mjs";
import { enrol, openPage, takeRequest, whenSaved } from "./lib/programme.mjs";
import { asFirstForm, keepKeyOfRows, rewriteRow, withoutLine } from "./lib/rows.mjs";
import { screenshot } from "./lib/screenshot.mjs";
import { startServer } from "./lib/server.mjs";
import { keysOf, turnOneBit, vaults } from "./lib/stored.mjs";

const NAME = "見本 さくらこ";
let server, office, request, vault;

before(async () => {
  server = await startServer();
  office = await launchDevice("office", { kind: LAPTOP });
  await keepKeyOfRows(office);
  await enrol(office, await server.link("coordinator", "例示　みどり"));
  await whenOfflineReady(office.page);
  request = await takeRequest(office, server, NAME);
  await whenSaved(office, ["at-server"]);
  [vault] = await vaults(office.page);
});

after(async () => {
  await office?.close().catch(() => {});
  await server?.stop();
});

const id = () => request.split("/").at(-1);

// A window of the same origin without the app, so that nothing writes while rows are changed.
async function withoutApp(change) {
  await office.page.goto(`${server.url}/icons/mark.svg`);
  await change(office.page);
}

// How many requests the office's table counts today.
async function counted() {
  await openPage(office, server, "/figures/requests");
  await office.page.locator(".table tfoot").first().waitFor();
  return Number(await office.page.locator(".table tfoot tr").first().locator("td").last().innerText());
}

test("rows of an older form are renewed in the background, and the tables count them again", async () => {
  const before = await counted();
  assert.ok(before > 0);
  await office.offline(true);
  await withoutApp((page) => rewriteRow(page, vault, id(), asFirstForm));
  await openPage(office, server, "/figures/requests");
  await office.page.waitForFunction(
    (wanted) => [...document.querySelectorAll(".table tfoot tr td")].at(-1)?.innerText === `${wanted}`,
    before,
  );
  // It was renewed on the disk: the row is of today's form again, by itself.
  await withoutApp(async (page) => {
    const bytes = await rewriteRow(page, vault, id(), (row) => row);
    assert.deepEqual(bytes.slice(0, 2), [0x8a, 2]);
  });
  await office.offline(false);
  office.quiet();
});

test("a request that cannot be read stands on the board with what to do, and comes back from the relay", async () => {
  const { page } = office;
  await openPage(office, server, "/requests");
  await page.getByRole("link", { name: NAME }).waitFor();
  await office.offline(true);
  await withoutApp(async (page) => {
    await rewriteRow(page, vault, id(), withoutLine);
    const chunks = await keysOf(page, vault, "chunks");
    for (const key of chunks.filter((key) => key[0] === id())) await turnOneBit(page, vault, "chunks", key);
  });
  await openPage(office, server, "/requests");
  const line = page.getByRole("listitem").filter({ hasText: "読めない依頼" });
  await line.getByText("保存したものは消していません").waitFor();
  assert.equal(await page.getByText(NAME).count(), 0);
  for (const kind of [PHONE, TABLET, LAPTOP]) {
    await page.setViewportSize(kind.viewport);
    assert.deepEqual(await layoutProblems(page), [], `at ${kind.viewport.width}`);
    await screenshot(page, `board-unread-${kind.viewport.width}`);
  }
  assert.deepEqual(await accessibilityProblems(page), []);
  await line.getByRole("link", { name: "読めない依頼" }).click();
  await page.getByText("この記録を読めません").waitFor();
  await openPage(office, server, "/requests");
  await office.offline(false);
  await page.getByRole("link", { name: NAME }).waitFor({ timeout: 90_000 });
  assert.equal(await page.getByText("読めない依頼").count(), 0);
  office.quiet();
});
