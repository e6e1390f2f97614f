// The sealed rows of a vault, opened and sealed anew with the vault's own key, as the app seals them. The vault gives that
// key to nobody: it is taken where the app uses it, and kept in the browser as it is, as a key that cannot be read.

import { inPage } from "./stored.mjs";

const KEPT = "test-key";

// From now on the key of rows that the app seals or opens in this browser is kept for `rewriteRow`.
export function keepKeyOfRows(device) {
  return device.context.addInitScript((kept) => {
    for (const name of ["encrypt", "decrypt"]) {
      const original = SubtleCrypto.prototype[name];
      SubtleCrypto.prototype[name] = function (way, key, ...rest) {
        if (way.additionalData && new TextDecoder().decode(way.additionalData).startsWith("documents\n")) {
          const opening = indexedDB.open(kept);
          opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
          opening.onsuccess = () => {
            opening.result.transaction("keys", "readwrite").objectStore("keys").put(key, "rows");
            opening.result.close();
          };
        }
        return original.call(this, way, key, ...rest);
      };
    }
  }, KEPT);
}

// Changes the bytes of a document's row; gives them as they were, as numbers. `change` gets and gives an array of numbers.
export async function rewriteRow(page, vault, id, change) {
  const before = await inPage(page, openRow, [KEPT, vault, id]);
  await inPage(page, sealRow, [KEPT, vault, id, change(before)]);
  return before;
}

// Runs in the page.
async function openRow([kept, vault, id]) {
  const answered = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const keys = await answered(indexedDB.open(kept));
  const key = await answered(keys.transaction("keys").objectStore("keys").get("rows"));
  keys.close();
  const database = await answered(indexedDB.open(vault));
  const sealed = await answered(database.transaction("documents").objectStore("documents").get(id));
  database.close();
  const place = new TextEncoder().encode(`documents\n${id}`);
  const way = { name: "AES-GCM", iv: sealed.slice(1, 13), additionalData: place };
  return [...new Uint8Array(await crypto.subtle.decrypt(way, key, sealed.slice(13)))];
}

// Runs in the page.
async function sealRow([kept, vault, id, bytes]) {
  const answered = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const keys = await answered(indexedDB.open(kept));
  const key = await answered(keys.transaction("keys").objectStore("keys").get("rows"));
  keys.close();
  const database = await answered(indexedDB.open(vault));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const place = new TextEncoder().encode(`documents\n${id}`);
  const way = { name: "AES-GCM", iv: nonce, additionalData: place };
  const body = new Uint8Array(await crypto.subtle.encrypt(way, key, new Uint8Array(bytes)));
  const transaction = database.transaction("documents", "readwrite", { durability: "strict" });
  transaction.objectStore("documents").put(Uint8Array.from([1, ...nonce, ...body]), id);
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
}

// Puts acts into a vault as the app keeps those that it could not tell yet: the opening of a record that is nobody's, so
// many times, a millisecond apart. `keepKeyOfRows` came first, and the app has opened a row since.
export function plantActs(page, vault, count) {
  return inPage(page, sealActs, [KEPT, vault, count]);
}

// Runs in the page.
async function sealActs([kept, vault, count]) {
  const answered = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const keys = await answered(indexedDB.open(kept));
  const key = await answered(keys.transaction("keys").objectStore("keys").get("rows"));
  keys.close();
  const hex = (number) => number.toString(16).padStart(16, "0");
  const first = Date.now() - count;
  const rows = [];
  for (let at = first; at < first + count; at += 1) {
    const name = `${hex(at)}-${hex(at - first)}`;
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const way = { name: "AES-GCM", iv: nonce, additionalData: new TextEncoder().encode(`meta\nact\n${name}`) };
    // CBOR: the form, a document's 16 bytes, "view", the time in milliseconds.
    const plain = new DataView(new ArrayBuffer(33));
    new Uint8Array(plain.buffer).set([0x84, 0x01, 0x50, ...Array(16).fill(7), 0x64, ...new TextEncoder().encode("view"), 0x1b]);
    plain.setBigUint64(25, BigInt(at));
    const body = new Uint8Array(await crypto.subtle.encrypt(way, key, plain.buffer));
    rows.push([["act", name], Uint8Array.from([1, ...nonce, ...body])]);
  }
  const database = await answered(indexedDB.open(vault));
  const transaction = database.transaction("meta", "readwrite", { durability: "strict" });
  for (const [key, value] of rows) transaction.objectStore("meta").put(value, key);
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
}

// A row in the form of the app's first version: it knew no figures, and no lines but those of visits.
export function asFirstForm(row) {
  const items = itemsOf(row);
  return [0x89, 1, ...items.slice(1, 8).flat(), NULL];
}

// A row whose document could not be read when it came.
export function withoutLine(row) {
  const items = itemsOf(row);
  return [0x8a, 2, ...items.slice(1, 8).flat(), NULL, 0x80];
}

const NULL = 0xf6;

// The items of a CBOR array, each as its bytes.
function itemsOf(bytes) {
  const count = bytes[0] & 0x1f;
  const items = [];
  let at = 1;
  for (let index = 0; index < count; index += 1) {
    const end = endOf(bytes, at);
    items.push(bytes.slice(at, end));
    at = end;
  }
  return items;
}

// Where a CBOR item ends.
function endOf(bytes, at) {
  const [kind, small] = [bytes[at] >> 5, bytes[at] & 0x1f];
  const more = small < 24 ? 0 : 2 ** (small - 24);
  const argument = small < 24 ? small : bytes.slice(at + 1, at + 1 + more).reduce((sum, byte) => sum * 256 + byte, 0);
  let end = at + 1 + more;
  if (kind === 2 || kind === 3) return end + argument;
  const inner = { 4: argument, 5: 2 * argument, 6: 1 }[kind] ?? 0;
  for (let index = 0; index < inner; index += 1) end = endOf(bytes, end);
  return end;
}
