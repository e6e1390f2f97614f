// The least on a device: a visit of which nothing is open any more leaves a visitor's tablet after the days that the
// prefecture set, and comes back by itself when it is in use again. Its office keeps it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { LAPTOP, PHONE, TABLET, launchDevice, until, whenOfflineReady } from "./lib/device.mjs";
import { accessibilityProblems, layoutProblems } from "./lib/layout.mjs";
import { enrol, invite, makeVisit, openPage, openVisit, program, typeAt, whenSaved, whenText } from "./lib/programme.mjs";
import { screenshot } from "./lib/screenshot.mjs";
import { startServer } from "./lib/server.mjs";
import { keysOf, turnOneBit, vaults } from "./lib/stored.mjs";

const TALKED = "話したこと";
const OLD = "紫陽花の話をした。";
const NEW = "猫の話をした。";
const GONE = "この記録は、もうこの端末にはありません";
const LEFT = /日たった記録1件は、この端末から外しました/;
const DAY_MS = 24 * 60 * 60 * 1000;
const daysFromNow = (days) => new Date(Date.now() + days * DAY_MS);
let server, office, sakura, old, oldPath, newPath;

before(async () => {
  server = await startServer();
  office = await launchDevice("office", { kind: LAPTOP });
  await enrol(office, invite(server, "例示 みどり"));
  sakura = await launchDevice("sakura", { kind: TABLET });
  await enrol(sakura, invite(server, "仮名 さくら"));
  // Twenty days ago: a visit, its note, its acceptance.
  await office.page.clock.setFixedTime(daysFromNow(-20));
  old = await acceptedVisit(OLD);
  oldPath = `/visits/${old}`;
  await office.page.clock.setFixedTime(new Date());
  newPath = `/visits/${await acceptedVisit(NEW)}`;
  await openVisit(sakura, server, newPath);
  await whenText(sakura, TALKED, [NEW]);
  await openVisit(sakura, server, oldPath);
  await whenText(sakura, TALKED, [OLD]);
  await whenOfflineReady(sakura.page);
});

after(async () => {
  await sakura?.close();
  await office?.close();
  await server?.stop();
});

async function acceptedVisit(words) {
  const { page } = office;
  const id = await makeVisit(office, server, { hospital: "みくるべ病院", pair: ["仮名", "試作"] });
  await openVisit(office, server, `/visits/${id}`);
  await typeAt(office, TALKED, 0, [words]);
  await page.getByLabel("本人の話を聴く").check();
  await page.getByRole("radio", { name: "また会う" }).check();
  await page.getByRole("radio", { name: "面会した" }).check();
  await page.getByRole("button", { name: "この記録を受け取る" }).click();
  await page.getByText("受け取りました").first().waitFor();
  await whenSaved(office, ["at-server"]);
  return id;
}

// What the tablet still keeps of a visit.
async function keptOf(id) {
  const [vault] = await vaults(sakura.page);
  const of = async (store) => (await keysOf(sakura.page, vault, store)).filter((key) => [key].flat()[0] === id);
  return [...(await of("chunks")), ...(await of("documents")), ...(await of("receipts"))];
}

async function isGone() {
  await openPage(sakura, server, oldPath);
  await sakura.page.getByText(GONE).waitFor();
  assert.deepEqual(await keptOf(old), []);
}

async function isHere() {
  await openVisit(sakura, server, oldPath);
  await whenText(sakura, TALKED, [OLD]);
}

test("an accepted visit leaves a visitor's tablet after thirty days, without a network too, and it is said why", async () => {
  const { page } = sakura;
  await openPage(sakura, server, "/today");
  await page.getByRole("heading", { name: "受け取られた記録" }).waitFor();
  assert.notDeepEqual(await keptOf(old), []);
  await sakura.offline(true);
  await page.clock.setFixedTime(daysFromNow(11));
  await openPage(sakura, server, "/today");
  await page.getByText(LEFT).waitFor();
  await screenshot(page, "today-left-820");
  await isGone();
  for (const kind of [PHONE, LAPTOP, TABLET]) {
    await page.setViewportSize(kind.viewport);
    assert.deepEqual(await layoutProblems(page), [], `at ${kind.viewport.width}`);
    await screenshot(page, `visit-left-${kind.viewport.width}`);
  }
  assert.deepEqual(await accessibilityProblems(page), []);
  await openVisit(sakura, server, newPath);
  await whenText(sakura, TALKED, [NEW]);
});

test("what left by a wrong clock alone comes back with the relay's", async () => {
  await openPage(sakura, server, "/today");
  await sakura.offline(false);
  await sakura.page.getByText(LEFT).waitFor({ state: "detached", timeout: 90_000 });
  await isHere();
  await sakura.page.clock.setFixedTime(new Date());
});

test("a term that the prefecture set holds at once, and what the feed brings again leaves again", async () => {
  const { page } = sakura;
  await openPage(sakura, server, "/today");
  const words = ["retention", "devices", "14", "--from", "2024-10-25", "--data", server.data];
  assert.match(execFileSync(program, words, { encoding: "utf8" }), /14日/);
  await page.getByText(/受け取られてから14日たった記録1件/).waitFor({ timeout: 90_000 });
  await isGone();

  // Something else is damaged: all of it comes from the relay again.
  const [vault] = await vaults(page);
  const other = newPath.split("/").at(-1);
  const damaged = (await keysOf(page, vault, "chunks")).find(([id]) => id === other);
  await openPage(sakura, server, "/settings");
  await turnOneBit(page, vault, "chunks", damaged);
  await openVisit(sakura, server, newPath);
  await whenText(sakura, TALKED, [NEW]);
  // It is not put away while it is on the screen, where the feed may bring it at any moment.
  await until(async () => {
    await openPage(sakura, server, "/today");
    await until(async () => (await keptOf(old)).length === 0);
    await openPage(sakura, server, oldPath);
    const note = page.getByRole("textbox", { name: TALKED });
    await page.getByText(GONE).or(note).first().waitFor();
    return page.getByText(GONE).isVisible();
  });
  assert.deepEqual(await keptOf(old), []);
});

test("a question about it brings it back to the pair, and its office had it all the time", async () => {
  const { page } = office;
  await openVisit(office, server, oldPath);
  assert.equal(await whenText(office, TALKED, [OLD]), OLD);
  await page.getByText("訪問した2人に確かめる").click();
  await page.getByRole("textbox", { name: "確かめたいこと" }).fill("次の希望は聞けましたか");
  await page.getByRole("button", { name: "2人に送る" }).click();
  await whenSaved(office, ["at-server"]);
  await sakura.page.getByRole("textbox", { name: TALKED }).waitFor({ timeout: 90_000 });
  await whenText(sakura, TALKED, [OLD]);
  await sakura.page.getByText("次の希望は聞けましたか").first().waitFor();
  await openPage(sakura, server, "/today");
  await sakura.page.getByRole("heading", { name: "受け取られた記録" }).waitFor();
  await isHere();
  office.quiet();
  sakura.quiet();
});
