// What visitors do for themselves before and after a visit, and what they do where somebody may not be safe, in the words
// that stand on the screens.

import { openPage, whenSaved } from "./programme.mjs";

// The part of an aftercare under a heading.
export function part(page, heading) {
  return page.locator("section.card").filter({ has: page.getByRole("heading", { name: heading, exact: true }) });
}

// Begins an aftercare after a visit, from the list, for a reader; gives its address.
export async function beginCare(device, server, visit, reader) {
  const { page } = device;
  await openPage(device, server, `/care/begin/${visit}`);
  await page.getByRole("radio", { name: reader }).check();
  await page.getByRole("button", { name: "書きはじめる" }).click();
  await page.waitForURL(/\/care\/[1-9A-HJ-NP-Za-km-z]{20,}$/);
  await part(page, "行く前のいま").waitFor();
  return new URL(page.url()).pathname;
}

// Points at a face and ticks words under a heading, which is folded away while it is not of now.
export async function check(device, heading, face, ...feelings) {
  const section = part(device.page, heading);
  const fold = section.locator("details");
  if (!(await fold.evaluate((details) => details.open))) await fold.locator("summary").click();
  if (face) await section.getByRole("radio", { name: face }).check();
  for (const feeling of feelings) await section.getByRole("checkbox", { name: feeling }).check();
}

// Writes words in one go into a text of the page.
export async function write(device, name, words) {
  const field = device.page.getByRole("textbox", { name });
  await field.focus();
  await device.page.keyboard.insertText(words);
}

// Begins a record of a concern from the page of the number; gives its address.
export async function beginConcern(device) {
  const { page } = device;
  await page.getByRole("button", { name: "記録を書く" }).click();
  await page.waitForURL(/\/concern\/[1-9A-HJ-NP-Za-km-z]{20,}$/);
  await page.getByRole("textbox", { name: "見たこと・聞いたこと" }).waitFor();
  return new URL(page.url()).pathname;
}

// Everything is at the relay.
export function whenSent(device) {
  return whenSaved(device, ["at-server"]);
}
