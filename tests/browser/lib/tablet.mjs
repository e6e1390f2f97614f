// A tablet whose storage a test has in its hands, with a visit of its own open on it, beside one that all share.

import { LAPTOP, TABLET, launchDevice, whenOfflineReady } from "./device.mjs";
import { enrol, invite, makeVisit, openPage, section, typeAt, whenSaved, whenText } from "./programme.mjs";
import { startServer } from "./server.mjs";
import { keysOf, vaults } from "./stored.mjs";

const TALKED = "話したこと";
// What stands in the visit of the tablet's own.
export const FIRST = "はじめに書いた。";
// What stands in the visit that all share.
export const OTHER = "ほかの訪問の話。";

// A relay and an office with a visit that all tablets share. `stop()` ends them; a test that starts
// the relay anew puts it in `server`.
export async function startOffice() {
  const server = await startServer();
  const office = await launchDevice("office", { kind: LAPTOP });
  await enrol(office, await server.link("coordinator", "例示　みどり"));
  const place = { server, office };
  place.otherPath = `/visits/${await visitWith(place, OTHER)}`;
  place.stop = async () => {
    await office.close();
    await place.server.stop();
  };
  return place;
}

// A visit with words in its first section; gives its id.
export async function visitWith({ server, office }, words) {
  const made = await makeVisit(office, server, { hospital: "みくるべ病院", pair: ["仮名", "試作"] });
  await typeAt(office, TALKED, 0, [words]);
  await whenSaved(office, ["at-server"]);
  return made;
}

// The tablet; gives it with the id and the address of its visit.
export async function tabletWithWords(t, place) {
  const { server, otherPath } = place;
  const id = await visitWith(place, FIRST);
  const path = `/visits/${id}`;
  const device = await launchDevice("tablet", { kind: TABLET });
  t.after(() => device.close());
  // What the storage says to the app, in the test's hands.
  await device.context.addInitScript(() => {
    window.opened = [];
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (...words) {
      const request = open.apply(this, words);
      request.addEventListener("success", () => window.opened.push(request.result));
      return request;
    };
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...words) {
      if (window.storage === "full") throw new DOMException("no room", "QuotaExceededError");
      if (window.storage === "failing") this.transaction.abort();
      return put.apply(this, words);
    };
  });
  await enrol(device, invite(server, "仮名 さくら"));
  await device.page.getByText("みくるべ病院").first().waitFor();
  await whenOfflineReady(device.page);
  await openPage(device, server, otherPath);
  await whenText(device, TALKED, [OTHER]);
  await openPage(device, server, path);
  await whenText(device, TALKED, [FIRST]);
  return { device, id, path };
}

// Writes behind what stands in a visit's first section, as one change, and waits until the relay has it.
export async function write(device, { server }, address, words) {
  if (!device.page.url().endsWith(address)) await openPage(device, server, address);
  const end = (await section(device, TALKED).inputValue()).length;
  await typeAt(device, TALKED, end, [words]);
  await whenSaved(device, ["at-server"]);
}

// The keys of every chunk on a device.
export const chunks = async (device) => {
  const [vault] = await vaults(device.page);
  return keysOf(device.page, vault, "chunks");
};

// A window of the same origin without the app.
export async function windowWithoutApp(device, { server }) {
  const page = await device.context.newPage();
  await page.goto(`${server.url}/icons/mark.svg`);
  return page;
}
