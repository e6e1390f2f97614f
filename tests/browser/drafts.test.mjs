// Forms that are begun and not sent: what was entered is there again after another page, a reload and a browser that was
// killed; one press drops it, and one more brings it back. Nothing of it is readable on the device.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LAPTOP, PHONE, TABLET, launchDevice, whenOfflineReady } from "./lib/device.mjs";
import { accessibilityProblems, layoutProblems } from "./lib/layout.mjs";
import { choosePerson, comeIn, enrol, openPage, takeRequest, whenSaved } from "./lib/programme.mjs";
import { screenshot } from "./lib/screenshot.mjs";
import { startServer } from "./lib/server.mjs";
import { keysOf, placesOf, vaults } from "./lib/stored.mjs";
import { changeFile, copyOfApp } from "./lib/versions.mjs";

const PLACE = "三階の談話室";
const REASON = "病棟へは前日に電話する";
const KEPT = "前に書きかけたものを開きました";
let server, office, request;

before(async () => {
  server = await startServer();
  office = await launchDevice("office", { kind: LAPTOP });
  await enrol(office, await server.link("coordinator", "例示　みどり"));
  await whenOfflineReady(office.page);
  request = await takeRequest(office, server, "見本 さくらこ");
});

after(async () => {
  await office?.close().catch(() => {});
  await server?.stop();
});

// The names of the drafts on the device.
async function drafts() {
  const [vault] = await vaults(office.page);
  const keys = await keysOf(office.page, vault, "meta");
  return keys.filter((key) => typeof key === "string" && key.startsWith("draft "));
}

const day = (part) => office.page.getByRole("group", { name: "訪問する日" }).getByRole("textbox").nth(part);

// What stands in the form.
async function form() {
  const { page } = office;
  return {
    day: await Promise.all([0, 1, 2].map((part) => day(part).inputValue())),
    time: await page.getByLabel("会う時刻").inputValue(),
    place: await page.getByLabel("会う場所").inputValue(),
    first: await page.getByRole("combobox", { name: "1人目" }).inputValue(),
    topics: await page.getByLabel("話しやすい話題").inputValue(),
  };
}

const WRITTEN = { day: ["8", "１２", ""], time: "14:00", place: PLACE, first: "仮名 さくら", topics: "犬" };
const EMPTY = { day: ["", "", ""], time: "", place: "", first: "", topics: "" };

async function write() {
  const { page } = office;
  // Half a date, in digits as an input method gives them.
  await day(0).fill("8");
  await day(1).fill("１２");
  await page.getByLabel("会う時刻").fill("14:00");
  await choosePerson(page, "1人目", "仮名");
  await page.getByLabel("話しやすい話題").fill("犬");
  await page.getByLabel("会う場所").fill(PLACE);
  await whenSaved(office);
}

async function three(name) {
  const { page } = office;
  for (const kind of [PHONE, TABLET, LAPTOP]) {
    await page.setViewportSize(kind.viewport);
    assert.deepEqual(await layoutProblems(page), [], `${name} at ${kind.viewport.width}`);
    await screenshot(page, `${name}-${kind.viewport.width}`);
  }
  assert.deepEqual(await accessibilityProblems(page), [], name);
}

for (const [name, address, draft] of [
  ["a visit without a request", () => "/visits/new", () => "draft visit"],
  ["the visit of a request", () => `${request}/arrange`, () => `draft arrange ${request.split("/").at(-1)}`],
]) {
  test(`${name}: what was entered is there again, after another page, a reload and a killed browser`, async () => {
    const open = () => openPage(office, server, address());
    await open();
    assert.deepEqual(await form(), EMPTY);
    assert.equal(await office.page.getByText(KEPT).count(), 0);
    await write();
    assert.deepEqual(await drafts(), [draft()]);
    await office.page.getByRole("link", { name: "訪問の一覧" }).click();
    await office.page.getByRole("heading", { level: 1, name: "訪問の一覧" }).waitFor();
    await office.page.goBack();
    await office.page.getByText(KEPT).waitFor();
    assert.deepEqual(await form(), WRITTEN);
    await office.page.reload();
    await comeIn(office.page);
    await office.page.getByText(KEPT).waitFor();
    assert.deepEqual(await form(), WRITTEN);
    await office.whenSessionKept();
    await office.kill();
    await office.restart();
    await office.offline(true);
    await open();
    await office.page.getByText(KEPT).waitFor();
    assert.deepEqual(await form(), WRITTEN);
    const app = (place) => place.startsWith("cached ");
    assert.deepEqual((await placesOf(office.page, [PLACE, "仮名 さくら"])).filter((place) => !app(place)), []);
    await office.offline(false);
    await three(`draft-${draft().split(" ")[1]}`);
  });

  test(`${name}: one press drops it, one more brings it back, and dropped it stays away`, async () => {
    const { page } = office;
    await page.getByRole("button", { name: "やめて、はじめから書く" }).click();
    await page.getByText("書きかけをやめました").waitFor();
    assert.deepEqual(await form(), EMPTY);
    await page.getByRole("button", { name: "元に戻す" }).click();
    await page.getByText(KEPT).waitFor();
    assert.deepEqual(await form(), WRITTEN);
    await page.getByRole("button", { name: "書きかけをやめる" }).click();
    await page.getByText("書きかけをやめました").waitFor();
    await whenSaved(office);
    assert.deepEqual(await drafts(), []);
    await page.reload();
    await comeIn(page);
    await page.getByLabel("会う場所").waitFor();
    assert.deepEqual(await form(), EMPTY);
    assert.equal(await page.getByText(KEPT).count(), 0);
    office.quiet();
  });
}

test("what passes the warnings is kept with the form, the request says that it is begun, and sent it is gone", async () => {
  const { page } = office;
  await openPage(office, server, `${request}/arrange`);
  await page.getByRole("group", { name: "訪問する日" }).getByRole("button", { name: "今日" }).click();
  await page.getByLabel("会う時刻").fill("14:00");
  await page.getByLabel("会う場所").fill(PLACE);
  await choosePerson(page, "1人目", "仮名");
  await choosePerson(page, "2人目", "試作");
  await page.getByLabel("このまま進める理由").fill(REASON);
  await whenSaved(office);
  await page.getByRole("link", { name: "依頼へ戻る" }).click();
  await page.getByText("書きかけの訪問があります").waitFor();
  await page.getByRole("link", { name: "訪問を調整する" }).click();
  assert.equal(await page.getByLabel("このまま進める理由").inputValue(), REASON);
  await page.getByRole("button", { name: "訪問をつくる" }).click();
  await page.getByText("訪問をつくりました").waitFor();
  await whenSaved(office);
  assert.deepEqual(await drafts(), []);
  office.quiet();
});

test("an update that comes while a form is open takes along what was entered, to its last letter", async () => {
  const { page } = office;
  await openPage(office, server, "/visits/new");
  await page.getByLabel("会う場所").waitFor();
  const app = copyOfApp();
  changeFile(app, "index.html", (text) => text.replace("<body>", "<body data-next>"));
  await server.stop();
  server = await startServer({ data: server.data, port: server.port, links: false, app });
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  const bar = page.locator("#boot-bar");
  await bar.getByText("新しい版があります").waitFor();
  await write();
  await page.getByLabel("話しやすい話題").fill("犬と庭");
  await bar.getByRole("button", { name: "いま更新" }).click();
  await page.locator("body[data-next]").waitFor();
  await comeIn(page);
  await page.getByText(KEPT).waitFor();
  assert.deepEqual(await form(), { ...WRITTEN, topics: "犬と庭" });
  assert.deepEqual(await drafts(), ["draft visit"]);
  office.quiet();
});
