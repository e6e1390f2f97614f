// Looking at a page as it stands: at every width, in both schemes, with names as long as names are.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LAPTOP, PHONE, TABLET } from "./device.mjs";
import { accessibilityProblems, layoutProblems } from "./layout.mjs";
import { root, temporaryFolder } from "./paths.mjs";
import { screenshot } from "./screenshot.mjs";

const SIZES = [PHONE.viewport, TABLET.viewport, LAPTOP.viewport];
// The narrowest screen that WCAG's reflow knows: a laptop's page at 400 %.
const REFLOW = { width: 320, height: 640 };

export const LONG_HOSPITAL = "医療法人社団みほん記念会 みほん中央こころの総合医療センター附属みなと病院（架空）";
export const LONG_NAME = "見本寺小路 さくらのすけ＝マクシミリアン";
export const LONG_PLACE = "新館2階の東側、エレベーターを降りて左の面会室B（ナースステーションで鍵を借りる）";
export const LONG_TEXT = "あいさつをした。飼っていた猫の話になると表情がやわらいだ。".repeat(12);

// The sample, and a hospital whose name is as long as names of hospitals are.
export function datasetWithLongNames() {
  const dataset = JSON.parse(readFileSync(join(root, "server/datasets/kanagawa-r6.json"), "utf8"));
  const plain = { area: null, dementia_only: null };
  dataset.hospitals.push({ ...plain, id: "mihon_minato", name: LONG_HOSPITAL, yomi: "みほんみなとびょういん" });
  const file = join(temporaryFolder("dataset"), "long.json");
  writeFileSync(file, JSON.stringify(dataset));
  return file;
}

// Looks at the page as it stands, at every width. That the data is a sample stands on every page, also where nobody is
// signed in; the gallery shows the band as one of its components as well.
export async function look(device, name, { bands = 1 } = {}) {
  const { page } = device;
  const found = [];
  const note = (width, problems) => found.push(...problems.map((problem) => `${name} at ${width}: ${problem}`));
  for (const size of [REFLOW, ...SIZES]) {
    await page.setViewportSize(size);
    note(size.width, await layoutProblems(page));
    const words = await page.locator(".sample-band__word").allInnerTexts();
    assert.deepEqual(words, Array(bands).fill("見本データ"), `the band of ${name}`);
    if (size !== REFLOW) {
      note(size.width, await accessibilityProblems(page));
      await screenshot(page, `${name}-${size.width}`);
    }
  }
  // The dark scheme has colours of its own.
  await page.emulateMedia({ colorScheme: "dark" });
  note("1440, dark", await accessibilityProblems(page, { type: "rule", values: ["color-contrast"] }));
  await page.emulateMedia({ colorScheme: "light" });
  assert.deepEqual(found, []);
  device.quiet();
}

// Looks at the page of a journey as it stands, at the three widths, and puts its size back for what comes next.
export async function lookAt({ page }, name) {
  const before = page.viewportSize();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    const problems = [...(await layoutProblems(page)), ...(await accessibilityProblems(page))];
    assert.deepEqual(problems, [], `${name} at ${size.width}`);
    await screenshot(page, `${name}-${size.width}`);
  }
  await page.setViewportSize(before);
}
