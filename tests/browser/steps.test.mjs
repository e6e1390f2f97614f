// A request led on by keyboard alone: a step that takes its own button away leaves the focus at the heading of what comes
// next, and what was recorded is announced.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LAPTOP, launchDevice } from "./lib/device.mjs";
import { enrol, openPage } from "./lib/programme.mjs";
import { startServer } from "./lib/server.mjs";

let server, office;

before(async () => {
  server = await startServer();
  office = await launchDevice("office", { kind: LAPTOP });
  await enrol(office, await server.link("coordinator", "例示　みどり"));
});

after(async () => {
  await office?.close().catch(() => {});
  await server?.stop();
});

// The heading that says what comes next has the focus, is in sight, and a live region says what was recorded.
async function atNext(state) {
  const { page } = office;
  await page.waitForFunction(() => document.activeElement?.id === "next");
  const heading = page.getByRole("heading", { name: "つぎにすること" });
  assert.ok(await heading.evaluate((element) => element.getBoundingClientRect().top >= 0 && element.getBoundingClientRect().bottom <= innerHeight));
  const described = await heading.evaluate((element) => document.getElementById(element.getAttribute("aria-describedby")).innerText);
  assert.equal(described, state);
  const live = page.locator("[aria-live=polite]", { hasText: "記録しました" });
  await live.getByText(`いまの状態：${state}`).waitFor();
}

// Presses a button as a keyboard does.
async function press(name) {
  const button = office.page.getByRole("button", { name, exact: true }).first();
  await button.focus();
  await office.page.keyboard.press("Enter");
}

test("each recorded step leaves the focus at what comes next", async () => {
  const { page } = office;
  await openPage(office, server, "/requests/new");
  await page.getByLabel("依頼経路").selectOption("self_phone");
  await page.getByRole("combobox", { name: "病院", exact: true }).fill("みくるべ");
  await page.getByRole("option", { name: /みくるべ病院/ }).click();
  await page.getByLabel("入院形態", { exact: true }).selectOption("medical_protection_mayor");
  await press("今日");
  await page.getByRole("radio", { name: "電話", exact: true }).focus();
  await page.keyboard.press("Space");
  await page.getByLabel("確認した人").fill("事業所の例示");
  await press("意向の確認を記録する");
  await atNext("対象の判断待ち");
  await page.getByRole("radio", { name: "対象とする" }).focus();
  await page.keyboard.press("Space");
  await page.getByLabel("理由（事業の目的に照らして）").fill("話す相手がいない");
  await press("判断を記録する");
  await atNext("派遣調整中");
  office.quiet();
});

test("a step that leaves its own form leaves the focus where it is", async () => {
  const { page } = office;
  await page.getByText("連絡した・連絡があった").first().click();
  await page.getByLabel("話したこと・様子").locator("visible=true").first().fill("病棟から電話があった");
  const button = page.getByRole("button", { name: "連絡を記録する", exact: true }).first();
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByText("病棟から電話があった").first().waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.innerText.trim()), "連絡を記録する");
  office.quiet();
});
