// How long the app takes: from a deep link without a network to the first screen and to a note's field, on a processor
// slowed four times; and from a key to the disk. Printed, never judged: a busy machine must not fail a test.

import { LAPTOP, launchDevice, whenOfflineReady } from "../browser/lib/device.mjs";
import { enrol, makeVisit, openPage, section, whenSaved } from "../browser/lib/programme.mjs";
import { startServer } from "../browser/lib/server.mjs";

const RUNS = 7;
const KEYS = 300;
const SLOWED = 4;

function spread(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (part) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] * 10) / 10;
  return `median ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${Math.round(sorted.at(-1) * 10) / 10} ms (${sorted.length} times)`;
}

const server = await startServer();
const office = await launchDevice("office", { kind: LAPTOP });
await enrol(office, await server.link("coordinator", "例示　みどり"));
const id = await makeVisit(office, server, { hospital: "みくるべ病院", pair: ["仮名", "試作"] });
await whenOfflineReady(office.page);
await whenSaved(office, ["at-server"]);
await office.offline(true);
const { page } = office;
const session = await office.context.newCDPSession(page);
await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
const since = () => page.evaluate(() => performance.now());
const [first, note] = [[], []];
for (let run = 0; run < RUNS; run += 1) {
  await openPage(office, server, "/requests");
  await page.getByRole("heading", { name: "依頼の一覧" }).waitFor();
  first.push(await since());
  await page.goto(`${server.url}/visits/${id}`);
  await section(office, "話したこと").waitFor();
  note.push(await since());
}
await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });

// From a key to the moment at which the status line stops saying that it is being saved.
await section(office, "話したこと").focus();
const keys = await page.evaluate(async (count) => {
  const field = document.activeElement;
  const line = () => document.querySelector("[data-state]").dataset.state;
  const times = [];
  for (let key = 0; key < count; key += 1) {
    const begun = performance.now();
    document.execCommand("insertText", false, "あ");
    await new Promise((done) => {
      const look = () => (line() === "saving" ? requestAnimationFrame(look) : done());
      queueMicrotask(look);
    });
    times.push(performance.now() - begun);
    field.focus();
  }
  return times;
}, KEYS);
console.log(`offline start to the board, processor slowed ${SLOWED} times: ${spread(first)}`);
console.log(`offline start to a note's field, processor slowed ${SLOWED} times: ${spread(note)}`);
console.log(`a key until the status line says it is kept: ${spread(keys)}`);
await office.close();
await server.stop();
