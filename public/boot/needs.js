// What the app cannot do without. The parts are named for the panel, so that whoever is asked for help knows.

const PARTS = [
  ["WebAssembly", () => typeof WebAssembly === "object"],
  ["IndexedDB", () => typeof indexedDB === "object" && indexedDB !== null],
  ["WebCrypto", () => typeof crypto === "object" && crypto.subtle !== undefined],
  ["Web Locks", () => navigator.locks !== undefined],
  ["BroadcastChannel", () => typeof BroadcastChannel === "function"],
];

// The names of the parts that this browser lacks. Asking may itself be forbidden, which is as good as a lack.
export function missingParts() {
  return PARTS.filter(([, isThere]) => {
    try {
      return !isThere();
    } catch {
      return true;
    }
  }).map(([name]) => name);
}
