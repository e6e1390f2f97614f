// Looks at a page as it stands, at the three widths: it fits, can be read and pressed, and breaks no rule of
// accessibility. A picture of each goes to target/screenshots.

import assert from "node:assert/strict";
import { LAPTOP, PHONE, TABLET } from "./device.mjs";
import { accessibilityProblems, layoutProblems } from "./layout.mjs";
import { screenshot } from "./screenshot.mjs";

export async function lookAt({ page }, name) {
  const before = page.viewportSize();
  for (const { viewport } of [PHONE, TABLET, LAPTOP]) {
    await page.setViewportSize(viewport);
    const problems = [...(await layoutProblems(page)), ...(await accessibilityProblems(page))];
    assert.deepEqual(problems, [], `${name} at ${viewport.width}`);
    await screenshot(page, `${name}-${viewport.width}`);
  }
  await page.setViewportSize(before);
}
