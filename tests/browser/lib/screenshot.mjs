// Pictures of pages, for people to look at.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";

const folder = join(root, "target/screenshots");

// Saves a picture of the whole page as target/screenshots/NAME.png.
// The caret is left as it is: hiding it would write styles into the page.
export async function screenshot(page, name) {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, caret: "initial" });
}
