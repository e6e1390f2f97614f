// Keeps the app on the device, so that it starts without a network.
//
// The build writes two constants before this text: PRECACHE, every file of this version as [address, hash], and
// VERSION, the hash of that list. Files are checked against their hashes before they are kept, a version is kept whole
// or not at all, and no version takes over before a person says so.
//
// It also shows the reminder of the day before, which says that there is something and nothing more.
//
// It must never answer for /api or /ws, never put a file of one version into another's cache, and never remove the
// version in use.

const OWN = `app-${VERSION}`;
const ADDRESSES = new Map(PRECACHE);

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const answer = answerFor(event.request);
  if (answer !== undefined) event.respondWith(answer);
});
self.addEventListener("message", (event) => {
  if (event.data === "activate-now") event.waitUntil(self.skipWaiting());
  if (event.data === "check-files") event.waitUntil(checkFiles().then((state) => event.ports[0]?.postMessage(state)));
});

self.addEventListener("push", (event) => event.waitUntil(remind(event.data?.text())));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openSchedule());
});

// What a reminder says where the message could not be opened: the browser would say something of its own otherwise.
const REMINDER = "予定があります";
// The longest sentence that is shown, in characters.
const REMINDER_CHARS_MAX = 60;

// Shows the relay's sentence: one for all, so a second one takes the first one's place.
function remind(sentence) {
  const body = (sentence || REMINDER).slice(0, REMINDER_CHARS_MAX);
  return self.registration.showNotification("おとずれ", { body, tag: "reminder", lang: "ja", icon: "/icons/mark-192.png" });
}

// The page that is open comes to the front, or a new one: behind the door as ever.
async function openSchedule() {
  const [open] = await self.clients.matchAll({ type: "window" });
  return open === undefined ? self.clients.openWindow("/schedule") : open.focus();
}

// Keeps every file, or none: a half-filled cache would start as a white page in a hospital's cellar.
async function install() {
  const existed = await caches.has(OWN);
  try {
    const cache = await caches.open(OWN);
    await Promise.all(PRECACHE.map(([address, integrity]) => keep(cache, address, integrity)));
  } catch (error) {
    // The same version may be in use already, if only the registration was lost.
    if (!existed) await caches.delete(OWN);
    throw error;
  }
}

// Fetches a file and keeps it if it is the one that this version means.
async function keep(cache, address, integrity) {
  const response = await fetch(new Request(address, { cache: "no-cache", integrity }));
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  await cache.put(address, response);
}

// Leaves this version and the one before it: a page that is still open may ask for a file of that one.
async function activate() {
  const versions = (await caches.keys()).filter((name) => name.startsWith("app-") && name !== OWN);
  // Caches are listed in the order in which they were made.
  await Promise.all(versions.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

// The answer to a request, or nothing if the browser should ask the network itself.
function answerFor(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return undefined;
  if (/^\/(api|ws)(\/|$)/.test(url.pathname)) return undefined;
  if (ADDRESSES.has(url.pathname)) return kept(url.pathname, request);
  // Any other address that is opened as a page is one of the app's own: never the network first, which may hang.
  if (request.mode === "navigate") return kept("/", "/");
  if (url.pathname.startsWith("/assets/")) return kept(url.pathname, request);
  return undefined;
}

// A file from this version's cache, else from another version's, else from the network.
async function kept(address, request) {
  const own = await caches.open(OWN);
  const found = (await own.match(address)) ?? (await caches.match(address));
  return found ?? fetch(request);
}

// Looks whether every file is there and what it should be, and fetches what is not. Without a network, or when the
// relay has another version by now, what is missing stays missing and is named.
async function checkFiles() {
  const cache = await caches.open(OWN);
  const checks = PRECACHE.map(async ([address, integrity]) => {
    if (await isWhole(await cache.match(address), integrity)) return [];
    try {
      await keep(cache, address, integrity);
      return [];
    } catch {
      return [address];
    }
  });
  const missing = (await Promise.all(checks)).flat();
  return { version: VERSION, complete: missing.length === 0, missing };
}

async function isWhole(response, integrity) {
  if (response === undefined) return false;
  const digest = await crypto.subtle.digest("SHA-384", await response.arrayBuffer());
  return integrity === `sha384-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}
