// What an origin keeps in a browser, looked at and damaged from the outside.

// The longest that a page may take for one look, in milliseconds. A database that another page keeps from being opened
// would be waited for without an end.
const LOOK_MS_MAX = 60_000;

// Runs a function in a page, as its `evaluate` does, and fails where that takes too long.
export async function inPage(page, what, words) {
  let limit;
  const late = new Promise((_, reject) => {
    const why = () => reject(new Error(`this took more than ${LOOK_MS_MAX} ms in ${page.url?.() ?? "the page"}: ${what}`));
    limit = setTimeout(why, LOOK_MS_MAX);
  });
  try {
    return await Promise.race([page.evaluate(what, words), late]);
  } finally {
    clearTimeout(limit);
  }
}

// Where any of these words stands in plain text: every database with its keys and values, every cached answer, both
// storages, the cookies that scripts see, the window's title, the address and the history's state. Words are looked for
// as UTF-8 and as UTF-16, as texts and within bytes. Gives the places; none is what a sealed store gives.
export function placesOf(page, words) {
  return inPage(page, async (words) => {
    const latin = new TextDecoder("latin1");
    const units = (word) => new Uint8Array(Uint16Array.from(word, (unit) => unit.charCodeAt(0)).buffer);
    const wanted = words.map((word) => ({
      word,
      forms: [latin.decode(new TextEncoder().encode(word)), latin.decode(units(word))],
    }));
    const found = [];
    const lookAt = (place, value) => {
      if (typeof value === "string") {
        for (const word of words) if (value.includes(word)) found.push(`${place}: ${word}`);
      } else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
        const bytes = ArrayBuffer.isView(value)
          ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
          : new Uint8Array(value);
        const text = latin.decode(bytes);
        for (const { word, forms } of wanted) {
          if (forms.some((form) => text.includes(form))) found.push(`${place}: ${word} (bytes)`);
        }
      } else if (value && typeof value === "object") {
        for (const [name, inner] of Object.entries(value)) {
          lookAt(place, name);
          lookAt(`${place}.${name}`, inner);
        }
      }
    };
    const answered = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      lookAt("a database's name", name);
      const database = await answered(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const reading = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([answered(reading.getAllKeys()), answered(reading.getAll())]);
        keys.forEach((key) => lookAt(`key in ${name}/${store}`, key));
        values.forEach((value, index) => lookAt(`${name}/${store}/${keys[index]}`, value));
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        lookAt("a cached address", request.url);
        lookAt(`cached ${request.url}`, await (await cache.match(request)).arrayBuffer());
      }
    }
    lookAt("localStorage", { ...localStorage });
    lookAt("sessionStorage", { ...sessionStorage });
    lookAt("cookies", document.cookie);
    lookAt("title", document.title);
    lookAt("address", location.href);
    lookAt("history's state", JSON.stringify(history.state));
    lookAt("window's name", window.name);
    return found;
  }, words);
}

// The names of the databases that hold people's documents, in no order.
export function vaults(page) {
  return inPage(page, async () => {
    const all = await indexedDB.databases();
    return all.map((database) => database.name).filter((name) => name.startsWith("otozure-vault-"));
  });
}

// The keys of a store.
export function keysOf(page, database, store) {
  return inPage(page, async ([database, store]) => {
    const answered = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const open = await answered(indexedDB.open(database));
    const keys = await answered(open.transaction(store).objectStore(store).getAllKeys());
    open.close();
    return keys;
  }, [database, store]);
}

// Turns one bit in the middle of what stands under a key.
export function turnOneBit(page, database, store, key) {
  return inPage(page, async ([database, store, key]) => {
    const answered = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const open = await answered(indexedDB.open(database));
    const transaction = open.transaction(store, "readwrite", { durability: "strict" });
    const rows = transaction.objectStore(store);
    const value = await answered(rows.get(key));
    value[Math.floor(value.length / 2)] ^= 1;
    rows.put(value, key);
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    open.close();
  }, [database, store, key]);
}
