// A person's device: a Chromium of its own with a profile of its own, which outlives being killed.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setInterval } from "node:timers/promises";
import { chromium } from "playwright-core";
import { temporaryFolder } from "./paths.mjs";

// The three widths that every page is made for.
export const TABLET = { viewport: { width: 820, height: 1180 }, hasTouch: true };
export const LAPTOP = { viewport: { width: 1440, height: 900 } };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

const EXECUTABLE = process.env.OTOZURE_CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  // Containers have no user namespaces for Chromium's sandbox; what runs in it here is this project's own.
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// Starts a device. `kind` is TABLET (unless named), LAPTOP or PHONE; `settings` are Playwright's own, as timezoneId.
//   page, context    Playwright's, always those of the browser that runs now
//   problems         errors of scripts and refusals of the page's policy, as texts; a test ends by `quiet()`
//   open(address)    opens an address and waits until the app is ready
//   offline(is)      cuts it off from every network, or joins it again
//   whenSessionKept() waits until the browser has written its cookies to disk (Chromium does so every 30 seconds)
//   kill()           ends the browser with SIGKILL, as a device whose battery is empty
//   restart()        starts the browser again with what it had stored
//   close()          ends it in good order
export async function launchDevice(name, { kind = TABLET, settings = {} } = {}) {
  const profile = temporaryFolder(`device-${name}`);
  const problems = [];
  const device = { name, profile, problems };
  const start = async () => {
    device.context = await chromium.launchPersistentContext(profile, {
      executablePath: EXECUTABLE,
      args: FLAGS,
      headless: true,
      locale: "ja-JP",
      timezoneId: "Asia/Tokyo",
      reducedMotion: "reduce",
      ...kind,
      ...settings,
    });
    device.page = device.context.pages()[0] ?? (await device.context.newPage());
    device.context.on("page", (page) => listen(page, problems));
    listen(device.page, problems);
  };
  const closed = () => new Promise((resolve) => device.context.once("close", resolve));
  await start();
  return Object.assign(device, {
    open: async (address) => {
      await device.page.goto(address);
      await whenReady(device.page);
    },
    offline: (is) => device.context.setOffline(is),
    whenSessionKept: () => until(() => holds(join(profile, "Default/Cookies"), "otozure-")),
    kill: async () => {
      const gone = closed();
      for (const id of browserProcesses(profile)) process.kill(id, "SIGKILL");
      await gone;
    },
    restart: start,
    close: () => device.context.close(),
    quiet: () => assert.deepEqual(problems, [], `${name} had problems`),
  });
}

// Waits until the app says that it is ready.
export function whenReady(page) {
  return page.waitForFunction(() => document.documentElement.dataset.app === "ready");
}

// Waits until every file is on the device, so that the app starts without a network.
export function whenOfflineReady(page) {
  return page.waitForFunction(() => document.documentElement.dataset.offline === "ready");
}

function listen(page, problems) {
  page.on("pageerror", (error) => problems.push(`${error}`));
  page.on("console", (message) => {
    // A request that fails because the relay is gone is what these journeys are about.
    const expected = /net::ERR_|Failed to load resource|WebSocket connection/.test(message.text());
    if (message.type() === "error" && !expected) problems.push(message.text());
  });
}

// The processes of the browser that has this profile: itself and its children.
function browserProcesses(profile) {
  const flag = `--user-data-dir=${profile}`;
  const ids = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  return ids.filter((id) => commandLine(id).includes(flag)).map(Number);
}

function commandLine(id) {
  try {
    return readFileSync(join("/proc", id, "cmdline"), "utf8").split("\0");
  } catch {
    // It has ended since the list was made.
    return [];
  }
}

// Whether a file holds these characters.
function holds(file, characters) {
  try {
    return readFileSync(file).includes(characters);
  } catch {
    // It is not there yet, or is being replaced.
    return false;
  }
}

// The longest that a condition is waited for, in seconds: one that never comes is a failure, not a stop of everything.
const UNTIL_SECONDS_MAX = 180;

// Waits until a condition outside the browser holds.
export async function until(condition) {
  const end = Date.now() + UNTIL_SECONDS_MAX * 1000;
  for await (const _ of setInterval(200)) {
    if (await condition()) return;
    assert.ok(Date.now() < end, `this never came: ${condition}`);
  }
}
