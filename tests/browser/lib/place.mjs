// A relay, an office that has made a visit for two visitors, and a visitor's tablet with it: where most journeys begin.

import { LAPTOP, TABLET, launchDevice, whenOfflineReady } from "./device.mjs";
import { enrol, invite, makeVisit, openPage, section, whenSaved } from "./programme.mjs";
import { startServer } from "./server.mjs";
import { orTell } from "./shown.mjs";

export const TALKED = "話したこと";
export const HOSPITAL = "みくるべ病院";

// Gives `server`, `office` and the `path` of the visit. `stop()` ends them; a test that starts the relay anew puts it in
// `server`.
export async function startPlace() {
  const server = await startServer();
  const office = await launchDevice("office", { kind: LAPTOP });
  const place = { server, office };
  place.stop = async () => {
    await office.close();
    await place.server.stop();
  };
  await enrol(office, await server.link("coordinator", "例示　みどり"));
  place.path = `/visits/${await makeVisit(office, server, { hospital: HOSPITAL, pair: ["仮名", "試作"] })}`;
  await whenSaved(office, ["at-server"]);
  return place;
}

// A visitor's tablet, enrolled, with everything that the app needs on it, and the page at this address on the screen: the
// visit, unless another is named. It ends with the test.
export async function tabletAt(t, { server, path }, name, { person = "仮名 さくら", page = path } = {}) {
  const device = await launchDevice(name, { kind: TABLET });
  t.after(() => device.close());
  await enrol(device, invite(server, person));
  await orTell(device.page, device.page.getByText(HOSPITAL).first().waitFor());
  await whenOfflineReady(device.page);
  await openPage(device, server, page);
  if (page === path) await section(device, TALKED).waitFor();
  return device;
}

// Everything of this device is hidden; its door stands there.
export async function hide(page) {
  await page.getByRole("button", { name: "かくす" }).click();
  await orTell(page, page.waitForFunction(() => document.documentElement.dataset.stage === "locked"));
}

// The field of the secret.
export const door = (page) => page.getByLabel("暗証番号", { exact: true });
