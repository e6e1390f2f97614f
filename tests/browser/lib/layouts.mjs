// What one person's browser holds, taken out and put into another: the databases with their versions, stores and
// indexes, and what stands outside of them. So the layout of a released version is kept for ever, whatever a browser's
// own files look like. Keys that a browser does not give away are taken out only where `holdKeysOpen` came first.

import { inPage } from "./stored.mjs";

// From now on keys are made so that they can be taken out. Only for writing a fixture: comes before the app.
export function holdKeysOpen(context) {
  return context.addInitScript(() => {
    const { generateKey } = SubtleCrypto.prototype;
    SubtleCrypto.prototype.generateKey = function (how, _extractable, uses) {
      return generateKey.call(this, how, true, uses);
    };
  });
}

// Everything of the page's origin, as plain JSON.
export function takeLayout(page) {
  return inPage(page, async () => {
    const answered = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const text = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    const plain = async (value) => {
      if (value instanceof CryptoKey) {
        const format = value.type === "private" ? "pkcs8" : "raw";
        const bytes = new Uint8Array(await crypto.subtle.exportKey(format, value));
        const { type, usages, algorithm } = value;
        return { $key: { format, type, usages, algorithm, bytes: text(bytes) } };
      }
      if (value instanceof Uint8Array) return { $bytes: text(value) };
      if (Array.isArray(value)) return Promise.all(value.map(plain));
      if (value !== null && typeof value === "object") {
        const entries = await Promise.all(Object.entries(value).map(async ([name, one]) => [name, await plain(one)]));
        return Object.fromEntries(entries);
      }
      return value;
    };
    const databases = [];
    for (const { name, version } of await indexedDB.databases()) {
      const database = await answered(indexedDB.open(name));
      const stores = [];
      for (const store of database.objectStoreNames) {
        const rows = database.transaction(store).objectStore(store);
        const indexes = Array.from(rows.indexNames, (index) => {
          const { name, keyPath, unique, multiEntry } = rows.index(index);
          return { name, keyPath, unique, multiEntry };
        });
        const [keys, values] = await Promise.all([answered(rows.getAllKeys()), answered(rows.getAll())]);
        const entries = await Promise.all(keys.map(async (key, at) => [await plain(key), await plain(values[at])]));
        stores.push({ name: store, autoIncrement: rows.autoIncrement, indexes, entries });
      }
      database.close();
      databases.push({ name, version, stores });
    }
    return { databases, local: { ...localStorage } };
  });
}

// Puts what was taken out into the page's origin, which must be empty; keys come in so that nothing takes them out.
export function putLayout(page, layout) {
  return inPage(page, async (layout) => {
    const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const live = async (value) => {
      if (Array.isArray(value)) return Promise.all(value.map(live));
      if (value === null || typeof value !== "object") return value;
      if ("$bytes" in value) return bytes(value.$bytes);
      if ("$key" in value) {
        const { format, algorithm, usages, bytes: kept } = value.$key;
        return crypto.subtle.importKey(format, bytes(kept), algorithm, false, usages);
      }
      const entries = await Promise.all(Object.entries(value).map(async ([name, one]) => [name, await live(one)]));
      return Object.fromEntries(entries);
    };
    for (const { name, version, stores } of layout.databases) {
      const request = indexedDB.open(name, version);
      request.onupgradeneeded = () => {
        for (const { name: store, autoIncrement, indexes } of stores) {
          const rows = request.result.createObjectStore(store, { autoIncrement });
          for (const { name: index, keyPath, ...how } of indexes) rows.createIndex(index, keyPath, how);
        }
      };
      const database = await new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const { name: store, entries } of stores) {
        const ready = await live(entries);
        const transaction = database.transaction(store, "readwrite", { durability: "strict" });
        for (const [key, value] of ready) transaction.objectStore(store).put(value, key);
        await new Promise((resolve, reject) => {
          transaction.oncomplete = resolve;
          transaction.onabort = () => reject(transaction.error);
        });
      }
      database.close();
    }
    for (const [name, value] of Object.entries(layout.local)) localStorage.setItem(name, value);
  }, layout);
}
