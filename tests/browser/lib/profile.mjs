// What a browser keeps on its disk, as somebody with the disk in their hands sees it.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";

// The app's own files hold examples of words: a browser keeps them, compiled, in these folders.
const SHIPPED = /^Default\/(Code Cache|Cache|Service Worker\/(CacheStorage|ScriptCache))\//;

// Where any of these words stands in a file of a profile, as UTF-8 or UTF-16. What was shipped with the app is left
// out.
export function filesWith(profile, words) {
  const forms = words.flatMap((word) => [Buffer.from(word), Buffer.from(word, "utf16le")].map((bytes) => [word, bytes]));
  const found = [];
  for (const entry of readdirSync(profile, { recursive: true })) {
    const path = join(profile, entry);
    const name = relative(profile, path);
    if (SHIPPED.test(name) || !isFile(path)) continue;
    const bytes = readFileSync(path);
    for (const [word, form] of forms) if (bytes.includes(form)) found.push(`${name}: ${word}`);
  }
  return found;
}

function isFile(path) {
  try {
    return statSync(path).isFile();
  } catch {
    // A socket or a link of the browser that has ended.
    return false;
  }
}
