// What people of the programme do with the app, in the words that stand on its screens.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { whenReady } from "./device.mjs";
import { orTell } from "./shown.mjs";

// The relay's own command line.
export const program = process.env.OTOZURE_SERVER ?? join(root, "target/debug/otozure");

// The day in Tokyo, as 2026-11-23.
export function tokyoDay() {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo" }).format(new Date());
}

// A table of the command line, as JSON.
export function report(server, table, asOf = tokyoDay()) {
  const words = ["report", table, "--as-of", asOf, "--format", "json", "--data", server.data];
  return JSON.parse(execFileSync(program, words, { encoding: "utf8" }));
}

// Every table.
export function reports(server, asOf) {
  const tables = ["requests", "outcomes", "visits", "contents", "training"];
  return Object.fromEntries(tables.map((table) => [table, report(server, table, asOf)]));
}

// The secret of everybody in these journeys, unless a test says another.
export const PIN = "48213907";

// Uses a sign-in link and comes to the first page.
export async function enrol(device, link, pin = PIN) {
  await device.open(link);
  await throughEnrolment(device.page, pin);
  await device.page.getByRole("link", { name: "はじめる" }).click();
}

// The way from an opened link to the welcome: the pledge, the device, a secret.
export async function throughEnrolment(page, pin = PIN) {
  await page.getByLabel("読みました。事業をはなれたあとも守ります").check();
  await page.getByRole("button", { name: "つぎへ" }).click();
  await aboutDevice(page);
  const first = page.getByLabel("新しい暗証番号");
  await first.or(page.getByLabel("暗証番号", { exact: true })).waitFor();
  if (await first.count()) {
    await first.fill(pin);
    await page.getByLabel("確かめのため、もう一度").fill(pin);
  } else {
    // Their things are on this device already.
    await page.getByLabel("暗証番号", { exact: true }).fill(pin);
  }
  await page.getByRole("button", { name: "この端末を使えるようにする" }).click();
  await page.getByText("使えるようになりました").waitFor();
}

// Says of the device that it is one's own, locked and encrypted.
export async function aboutDevice(page) {
  await page.getByRole("radio", { name: /^自分の端末/ }).check();
  await page.getByRole("group", { name: /パスコードや指紋/ }).getByRole("radio", { name: "はい" }).check();
  await page.getByRole("group", { name: /暗号化されていますか/ }).getByRole("radio", { name: "はい" }).check();
  await page.getByRole("button", { name: "つぎへ" }).click();
}

// Waits until the app knows who is in front of it; gives how far it is.
export async function whenStaged(page) {
  const stage = () => document.documentElement.dataset.stage;
  const known = await page.waitForFunction(() => !["starting", undefined].includes(document.documentElement.dataset.stage));
  await known.dispose();
  return page.evaluate(stage);
}

// Comes in with one's secret, if everything is hidden.
export async function comeIn(page, pin = PIN) {
  if ((await whenStaged(page)) !== "locked") return;
  await typeSecret(page, pin);
  await page.waitForFunction(() => document.documentElement.dataset.stage !== "locked");
}

// Types a secret at the door, having chosen a person if there are several: the one asked for, or who was here last.
export async function typeSecret(page, pin = PIN, who = /さん（/) {
  const field = page.getByLabel("暗証番号", { exact: true });
  const person = page.getByRole("button", { name: who }).first();
  await field.or(person).first().waitFor();
  // While a secret is being tried neither may stand there.
  if ((await person.isVisible()) && !(await field.isVisible())) await person.click();
  await field.fill(pin);
  await page.getByRole("button", { name: "開く", exact: true }).click();
}

// Goes to an address of the app, as from a home screen: by a deep link, with whatever network there is.
export async function openPage(device, server, path) {
  await device.page.goto(`${server.url}${path}`);
  await whenReady(device.page);
  await comeIn(device.page);
}

// Opens a visit's page and waits for its note, also where the visit is still on its way.
export async function openVisit(device, server, path) {
  await openPage(device, server, path);
  await orTell(device.page, device.page.getByRole("textbox", { name: "話したこと" }).waitFor());
}

// A coordinator makes a visit of today, or of tomorrow; gives its id.
export async function makeVisit(device, server, { hospital, pair, place = "2階の面会室", topics = "", day = "今日" }) {
  const { page } = device;
  await openPage(device, server, "/visits/new");
  await page.getByRole("button", { name: "今日、確認した" }).click();
  await page.getByRole("radio", { name: "対面" }).check();
  await page.getByLabel("確認した人").fill("事業所の例示");
  await page.getByRole("combobox", { name: "病院" }).fill(hospital);
  await page.getByRole("option", { name: hospital }).first().click();
  await page.getByRole("group", { name: "訪問する日" }).getByRole("button", { name: day }).click();
  await page.getByLabel("会う時刻").fill("14:00");
  await page.getByLabel("会う場所").fill(place);
  await choosePerson(page, "1人目", pair[0]);
  await choosePerson(page, "2人目", pair[1]);
  if (topics) await page.getByLabel("話しやすい話題").fill(topics);
  await page.getByRole("button", { name: "訪問をつくる" }).click();
  await page.waitForURL(/\/visits\/[1-9A-HJ-NP-Za-km-z]{20,}/);
  await page.getByText("訪問をつくりました").waitFor();
  return new URL(page.url()).pathname.split("/").at(-1);
}

// A coordinator takes a request up to where a visit can be arranged; gives its address.
export async function takeRequest(device, server, name) {
  const { page } = device;
  await openPage(device, server, "/requests/new");
  await page.getByLabel("依頼経路").selectOption("self_phone");
  await page.waitForURL(/\/requests\/[1-9A-HJ-NP-Za-km-z]{20,}$/);
  await page.getByRole("combobox", { name: "病院", exact: true }).fill("みくるべ");
  await page.getByRole("option", { name: /みくるべ病院/ }).click();
  await page.getByLabel("ご本人のお名前").fill(name);
  await page.getByLabel("入院形態", { exact: true }).selectOption("medical_protection_mayor");
  await page.getByRole("button", { name: "今日" }).first().click();
  await page.getByRole("radio", { name: "電話", exact: true }).check();
  await page.getByLabel("確認した人").fill("事業所の例示");
  await page.getByRole("button", { name: "意向の確認を記録する" }).click();
  await page.getByRole("radio", { name: "対象とする" }).check();
  await page.getByLabel("理由（事業の目的に照らして）").fill("話す相手がいない");
  await page.getByRole("button", { name: "判断を記録する" }).click();
  await page.getByRole("link", { name: "訪問を調整する" }).waitFor();
  return new URL(page.url()).pathname;
}

// Chooses a person in a field of names.
export async function choosePerson(page, field, name) {
  await page.getByRole("combobox", { name: field }).fill(name);
  await page.getByRole("option", { name }).first().click();
}

// The text field of a section of the note.
export function section(device, name) {
  return device.page.getByRole("textbox", { name });
}

// Waits until the status line says one of these states.
export async function whenSaved(device, states = ["on-device", "no-server", "at-server"]) {
  const said = device.page.waitForFunction(
    (wanted) => wanted.includes(document.querySelector("[data-state]")?.dataset.state),
    states,
    // A device that has long been without a relay tries again after at most 20 seconds.
    { timeout: 90_000 },
  );
  await orTell(device.page, said);
}

// Puts the caret at a place (in UTF-16 units) and types there, key by key.
export async function typeAt(device, name, at, words) {
  const field = section(device, name);
  await field.focus();
  await field.evaluate((element, place) => element.setSelectionRange(place, place), at);
  for (const character of words) await device.page.keyboard.insertText(character);
}

// Waits until a section holds words that satisfy a condition; gives its text.
export async function whenText(device, name, includes) {
  const field = await section(device, name).elementHandle();
  const held = device.page.waitForFunction(
    ([element, words]) => words.every((word) => element.value.includes(word)),
    [field, includes],
    { timeout: 90_000 },
  );
  await orTell(device.page, held);
  return field.evaluate((element) => element.value);
}

// A fresh sign-in link for somebody, by their registered name.
export function invite(server, name) {
  const words = ["member", "invite", name, "--data", server.data, "--site", server.url];
  const printed = execFileSync(program, words, { encoding: "utf8" });
  return printed.match(/http\S+\/link#\S+/)[0];
}
