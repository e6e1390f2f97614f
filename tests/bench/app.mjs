// What the app takes on a processor slowed four times, with the documents of an office of many years: from a start
// without a network to the field for the secret and from the right secret to the first screen, Argon2id included; a
// note opened among all others; and a key to the disk, in a long note. Printed, never judged: a busy machine must not
// fail a test.
//   --visits N  how many visits (10,000)    --edits N  in how many edits the long note was written (20,000)
//   --seed N                                --json FILE  where the figures are written

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { LAPTOP, launchDevice, TABLET, whenOfflineReady } from "../browser/lib/device.mjs";
import { temporaryFolder } from "../browser/lib/paths.mjs";
import { enrol, invite, program, section, tokyoDay, typeSecret, whenSaved } from "../browser/lib/programme.mjs";
import { startServer } from "../browser/lib/server.mjs";
import { COORDINATOR, VISITOR, writePrefecture } from "./prefecture.mjs";

const SLOWED = 4;
const STARTS = 7;
const NOTES = 20;
const KEYS = 300;
const CAUGHT_UP_MS = 20 * 60 * 1000;

const { values: asked } = parseArgs({
  options: {
    visits: { type: "string", default: "10000" },
    edits: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    json: { type: "string" },
  },
});
const [visits, edits, seed] = [asked.visits, asked.edits, asked.seed].map(Number);

// The figures of one thing measured many times, in ms.
function spread(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (part) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] * 10) / 10;
  return { median: at(0.5), p99: at(0.99), most: at(1), times: sorted.length };
}

const figures = { visits, edits, seed, slowed: SLOWED };
function tell(name, values) {
  figures[name] = spread(values);
  const { median, p99, most, times } = figures[name];
  console.log(`${name}: median ${median} ms, p99 ${p99} ms, most ${most} ms (${times} times)`);
}

const data = temporaryFolder("bench-data");
const file = join(temporaryFolder("bench-file"), "prefecture.json");
writePrefecture(file, { visits, edits, today: tokyoDay(), seed });
console.log(`bringing in a prefecture of ${visits} visits …`);
execFileSync(program, ["import", file, "--data", data], { stdio: ["ignore", "ignore", "inherit"] });
const server = await startServer({ data, dataset: "none", links: false });

async function slowed(device, rate) {
  const session = await device.context.newCDPSession(device.page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  await session.detach();
}

// Somebody's device with everything that is theirs on it, ready to start without a network.
async function ready(name, kind, member, path, whole) {
  const device = await launchDevice(name, { kind });
  const begun = performance.now();
  await enrol(device, invite(server, member));
  await device.page.waitForURL((url) => url.pathname !== "/link");
  await device.page.goto(`${server.url}${path}`);
  await typeSecretIfAsked(device.page);
  await device.page.getByText(whole).first().waitFor({ timeout: CAUGHT_UP_MS });
  await whenOfflineReady(device.page);
  figures[`${name}_caught_up_ms`] = Math.round(performance.now() - begun);
  console.log(`${name}: everything there after ${Math.round((performance.now() - begun) / 100) / 10} s, enrolment included`);
  return device;
}

// Starts without a network: to the field, and from the secret to the heading of the first page.
async function starts(device, name, path, heading) {
  const [field, first] = [[], []];
  for (let run = 0; run < STARTS; run += 1) {
    await device.close();
    await device.restart();
    await device.offline(true);
    await slowed(device, SLOWED);
    const begun = performance.now();
    await device.page.goto(`${server.url}${path}`);
    await device.page.getByLabel("暗証番号", { exact: true }).waitFor();
    field.push(performance.now() - begun);
    const opened = performance.now();
    await typeSecret(device.page);
    await device.page.getByRole("heading", { name: heading, level: 1 }).waitFor();
    await device.page.locator("main a[href^='/visits/'], main a[href^='/requests/']").first().waitFor();
    first.push(performance.now() - opened);
  }
  tell(`${name}: offline start to the field for the secret`, field);
  tell(`${name}: from the right secret to the first page`, first);
  await slowed(device, 1);
}

// Opens notes from the list of visits, each for the first time.
async function notes(device) {
  const times = [];
  const { page } = device;
  await page.goto(`${server.url}/visits?state=all`);
  await typeSecretIfAsked(page);
  await page.locator("main a[href^='/visits/']").first().waitFor();
  await slowed(device, SLOWED);
  for (let at = 0; at < NOTES; at += 1) {
    const link = page.locator("main a[href^='/visits/']:not([href='/visits/new'])").nth(at);
    await link.waitFor();
    times.push(await page.evaluate(async (element) => {
      const begun = performance.now();
      element.click();
      while (!document.querySelector("main textarea")) await new Promise((done) => requestAnimationFrame(done));
      return performance.now() - begun;
    }, await link.elementHandle()));
    await page.goBack();
  }
  tell("a note opened among all others", times);
  await slowed(device, 1);
}

async function typeSecretIfAsked(page) {
  await page.waitForFunction(() => ["locked", "open"].includes(document.documentElement.dataset.stage));
  if (await page.evaluate(() => document.documentElement.dataset.stage === "locked")) await typeSecret(page);
}

// From a key to the moment at which the status line stops saying that it is being saved.
async function keys(device) {
  const { page } = device;
  await page.goto(`${server.url}/today`);
  await typeSecretIfAsked(page);
  await page.locator("main a[href^='/visits/']").first().click();
  await section(device, "話したこと").waitFor();
  await section(device, "話したこと").focus();
  await slowed(device, SLOWED);
  const times = await page.evaluate(async (count) => {
    const line = document.querySelector("[data-state]");
    const kept = () => new Promise((done) => {
      let saving = false;
      const observer = new MutationObserver(() => {
        if (line.dataset.state === "saving") saving = true;
        else if (saving) {
          observer.disconnect();
          done();
        }
      });
      observer.observe(line, { attributes: true, attributeFilter: ["data-state"] });
    });
    const times = [];
    for (let key = 0; key < count; key += 1) {
      const begun = performance.now();
      const then = kept();
      document.execCommand("insertText", false, "あ");
      await then;
      times.push(performance.now() - begun);
    }
    return times;
  }, KEYS);
  tell("a key until it is kept, in the long note", times);
}

const office = await ready("office", LAPTOP, COORDINATOR, "/visits?state=all", `${visits + 1}件`);
await starts(office, "office", "/requests", "依頼の一覧");
await notes(office);
await office.close();
const visitor = await ready("visitor", TABLET, VISITOR, "/today", "病院");
await starts(visitor, "visitor", "/today", "きょう");
await keys(visitor);
await whenSaved(visitor, ["on-device", "no-server"]);
await visitor.close();
await server.stop();
if (asked.json) writeFileSync(asked.json, `${JSON.stringify(figures, null, 2)}\n`);
