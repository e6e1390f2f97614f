// Where things are, and folders that go away with the test run.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

// The top folder of the checkout.
export const root = resolve(import.meta.dirname, "../../..");
// The app as it was built for the journeys.
export const builtApp = join(root, "target/web");

const made = [];

// A new, empty folder that is removed when the run ends.
export function temporaryFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `otozure-${name}-`));
  made.push(folder);
  return folder;
}

process.on("exit", () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});
