// The sealed rows of a vault, opened and sealed anew with the device's own key, as the app seals them.

// Changes the bytes of a document's row; gives them as they were, as numbers. `change` gets and gives an array of numbers.
export async function rewriteRow(page, vault, id, change) {
  const before = await page.evaluate(openRow, [vault, id]);
  await page.evaluate(sealRow, [vault, id, change(before)]);
  return before;
}

// Runs in the page.
async function openRow([vault, id]) {
  const answered = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const database = await answered(indexedDB.open(vault));
  const transaction = database.transaction(["meta", "documents"]);
  const key = await answered(transaction.objectStore("meta").get("device-key"));
  const sealed = await answered(transaction.objectStore("documents").get(id));
  database.close();
  const place = new TextEncoder().encode(`documents\n${id}`);
  const way = { name: "AES-GCM", iv: sealed.slice(1, 13), additionalData: place };
  return [...new Uint8Array(await crypto.subtle.decrypt(way, key, sealed.slice(13)))];
}

// Runs in the page.
async function sealRow([vault, id, bytes]) {
  const answered = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const database = await answered(indexedDB.open(vault));
  const key = await answered(database.transaction("meta").objectStore("meta").get("device-key"));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const place = new TextEncoder().encode(`documents\n${id}`);
  const way = { name: "AES-GCM", iv: nonce, additionalData: place };
  const body = new Uint8Array(await crypto.subtle.encrypt(way, key, new Uint8Array(bytes)));
  const transaction = database.transaction("documents", "readwrite", { durability: "strict" });
  transaction.objectStore("documents").put(Uint8Array.from([1, ...nonce, ...body]), id);
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
