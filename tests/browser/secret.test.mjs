// Changing one's own secret: whatever interrupts it, exactly one secret opens the vault and comes in to the relay. And
// one's own sessions: listed, and ended by their owner while they write.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TALKED, door, hide, startPlace, tabletAt } from "./lib/place.mjs";
import { PIN, comeIn, openPage, section, typeAt, typeSecret, whenSaved, whenText } from "./lib/programme.mjs";

const OTHER_PIN = "73905164";
let place, server, office, path;

before(async () => {
  place = await startPlace();
  ({ server, office, path } = place);
});

after(() => place?.stop());

// A visitor's tablet with the settings on the screen.
const tablet = (t, name) => tabletAt(t, place, name, { page: "/settings" });

// Fills the form and presses its button.
async function change(page, before, next, again = next) {
  const form = page.locator("form", { has: page.getByLabel("いまの暗証番号") });
  if (!(await form.isVisible())) await page.locator("summary", { hasText: "新しい暗証番号か合言葉にする" }).click();
  await form.getByLabel("いまの暗証番号").fill(before);
  await form.getByLabel("新しい暗証番号").fill(next);
  await form.getByLabel("確かめのため、もう一度").fill(again);
  await page.getByRole("button", { name: "この暗証番号に変える" }).click();
}

// This secret opens, and the relay takes it: what is written arrives.
async function assertOpens(device, pin, words) {
  const { page } = device;
  await typeSecret(page, pin);
  await page.waitForFunction(() => document.documentElement.dataset.stage === "open");
  // Nothing is loaded anew: it would ask for the secret again.
  await page.getByRole("link", { name: "きょう", exact: true }).first().click();
  await page.locator(`a[href="${path}"]`).first().click();
  await section(device, TALKED).waitFor();
  const end = (await section(device, TALKED).inputValue()).length;
  await typeAt(device, TALKED, end, words);
  await whenSaved(device, ["at-server"]);
  await hide(page);
  await door(page).waitFor();
}

async function assertShut(page, pin) {
  await typeSecret(page, pin);
  await page.getByText("ちがうようです").waitFor();
}

test("a new secret opens from then on, here and at the relay, and the one before opens nothing", async (t) => {
  const device = await tablet(t, "changing");
  const { page } = device;
  await change(page, "99999999", OTHER_PIN);
  await page.getByText("いまの暗証番号とちがうようです").waitFor();
  await change(page, PIN, "12345678");
  await page.getByText("並びが分かりやすすぎます").waitFor();
  await change(page, PIN, OTHER_PIN, "73905165");
  await page.getByText("2つがちがいます").waitFor();
  await change(page, PIN, OTHER_PIN);
  await door(page).waitFor();
  await assertShut(page, PIN);
  await assertOpens(device, OTHER_PIN, "変えたあと。");
  device.quiet();
});

test("without a network nothing changes, and that is said", async (t) => {
  const device = await tablet(t, "change-offline");
  const { page } = device;
  await device.offline(true);
  await change(page, PIN, OTHER_PIN);
  await page.getByText("変えていません").waitFor();
  await hide(page);
  await door(page).waitFor();
  await assertShut(page, OTHER_PIN);
  await device.offline(false);
  await assertOpens(device, PIN, "変わらないまま。");
  device.quiet();
});

// What becomes of the question to the relay: it never arrives; it arrives and its answer does not. The browser is then
// ended, or goes on.
async function interrupted(t, { arrives, killed }) {
  const device = await tablet(t, `change-${arrives}-${killed}`);
  let { page } = device;
  let reached;
  const asked = new Promise((resolve) => (reached = resolve));
  await page.route("**/api/secret", async (route) => {
    if (arrives) await route.fetch();
    // Nothing of the relay is heard from here on.
    await page.route("**/api/{challenge,signin}", (route) => route.abort());
    if (killed) return reached();
    await route.abort();
    reached();
  });
  await change(page, PIN, OTHER_PIN);
  await asked;
  if (killed) {
    await device.kill();
    await device.restart();
    ({ page } = device);
  } else {
    await page.getByText("変わったかどうかは、次に開くときに").waitFor();
    await page.unrouteAll();
    await hide(page);
  }
  // Which one holds is not known here; the relay knows, and without it only the one before opens.
  await device.offline(true);
  await page.goto(`${server.url}/today`);
  await typeSecret(page, OTHER_PIN);
  await page.getByText("まだ確かめられません").waitFor();
  await device.offline(false);
  const [right, wrong] = arrives ? [OTHER_PIN, PIN] : [PIN, OTHER_PIN];
  if (arrives) {
    await assertOpens(device, right, "つながって、新しいほうで。");
    await assertShut(page, wrong);
  } else {
    await assertShut(page, wrong);
  }
  await assertOpens(device, right, "これからも。");
  device.quiet();
}

test("a change that is lost on the way leaves one secret", (t) => interrupted(t, { arrives: false, killed: false }));
test("a change that is done and its answer is lost leaves one secret", (t) => interrupted(t, { arrives: true, killed: false }));
test("a browser that is killed before its change is done leaves one secret", (t) => interrupted(t, { arrives: false, killed: true }));
test("a browser that is killed once its change is done leaves one secret", (t) => interrupted(t, { arrives: true, killed: true }));

test("after a change whose answer was lost the one before opens once more, and then no longer", async (t) => {
  const device = await tablet(t, "change-once-more");
  const { page } = device;
  await page.route("**/api/secret", async (route) => {
    await route.fetch();
    await page.route("**/api/{challenge,signin}", (route) => route.abort());
    await route.abort();
  });
  await change(page, PIN, OTHER_PIN);
  await page.getByText("変わったかどうかは、次に開くときに").waitFor();
  await page.unrouteAll();
  await hide(page);
  await door(page).waitFor();
  await assertOpens(device, PIN, "前のほうで、いちど。");
  await assertShut(page, PIN);
  await assertOpens(device, OTHER_PIN, "それからは新しいほうで。");
  device.quiet();
});

test("a session that is ended while somebody types takes no word from them", async (t) => {
  const first = await tablet(t, "typing");
  const second = await tablet(t, "ending");
  await first.page.goto(`${server.url}${path}`);
  await comeIn(first.page);
  const before = await section(first, TALKED).inputValue();
  await typeAt(first, TALKED, before.length, "とちゅうまで書い");
  // The owner ends that session on another device. It is the newest of the others; once it has ended, that device begins
  // another one by itself, so that their number says nothing.
  await second.page.reload();
  await comeIn(second.page);
  await second.page.getByText("この端末（いま使っているもの）").first().waitFor();
  const others = second.page.getByRole("listitem").filter({ hasText: "別の端末" });
  await others.first().getByRole("button", { name: /終える/ }).click();
  await second.page.getByRole("dialog").getByRole("button", { name: "終える", exact: true }).click();
  await second.page.getByRole("dialog").waitFor({ state: "hidden" });
  await first.page.keyboard.type("ているあいだに切れた。");
  const whole = `${before}とちゅうまで書いているあいだに切れた。`;
  await whenText(first, TALKED, [whole]);
  await whenSaved(first, ["at-server"]);
  assert.equal(await section(first, TALKED).inputValue(), whole);
  await openPage(office, server, path);
  await whenText(office, TALKED, [whole]);
  first.quiet();
  second.quiet();
});
