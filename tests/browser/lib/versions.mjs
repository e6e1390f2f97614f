// Other versions of the built app, made from its folder.

import { createHash } from "node:crypto";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { builtApp, temporaryFolder } from "./paths.mjs";

// A copy of the built app.
export function copyOfApp() {
  const folder = temporaryFolder("app");
  cpSync(builtApp, folder, { recursive: true });
  return folder;
}

// Changes a file of a built app and names the new hash in the service worker's list, as a build would.
export function changeFile(folder, file, change) {
  const path = join(folder, file);
  const before = integrity(readFileSync(path));
  writeUncompressed(path, change(readFileSync(path, "utf8")));
  const after = integrity(readFileSync(path));
  changeWorker(folder, (worker) => worker.replaceAll(before, after));
}

// Changes the service worker, and with it the version.
export function changeWorker(folder, change) {
  const path = join(folder, "service-worker.js");
  const worker = change(readFileSync(path, "utf8"));
  const version = createHash("sha384").update(worker).digest("hex").slice(0, 16);
  writeUncompressed(path, worker.replace(/^const VERSION = "\w+"/, `const VERSION = "${version}"`));
  return version;
}

// The version of a built app.
export function versionOf(folder) {
  return readFileSync(join(folder, "service-worker.js"), "utf8").match(/^const VERSION = "(\w+)"/)[1];
}

function writeUncompressed(path, text) {
  writeFileSync(path, text);
  for (const kind of ["br", "gz"]) rmSync(`${path}.${kind}`, { force: true });
}

function integrity(bytes) {
  return `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
}
