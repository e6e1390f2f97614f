// Two visitors with a tablet each and their office, writing one note: as people do it, by keys, a caret and an input
// method.

import { LAPTOP, TABLET, launchDevice } from "./device.mjs";
import { enrol, makeVisit, openVisit, section, typeAt, whenSaved, whenText } from "./programme.mjs";
import { startServer } from "./server.mjs";
import { keysOf, vaults } from "./stored.mjs";

const TALKED = "話したこと";

// A relay, a coordinator's laptop and two visitors' tablets. `stop()` ends them; a test that starts the relay anew puts
// it in `server`.
export async function startPair() {
  const server = await startServer();
  const pair = { server };
  for (const [name, kind] of [["office", LAPTOP], ["sakura", TABLET], ["tsubasa", TABLET]]) {
    pair[name] = await launchDevice(name, { kind });
  }
  await enrol(pair.office, await server.link("coordinator", "例示　みどり"));
  await enrol(pair.sakura, await server.link("visitor", "仮名　さくら"));
  await enrol(pair.tsubasa, await server.link("visitor", "試作　つばさ"));
  pair.stop = async () => {
    for (const device of [pair.office, pair.sakura, pair.tsubasa]) await device.close().catch(() => {});
    await pair.server.stop();
  };
  return pair;
}

// A visit of its own, open on both tablets, with words in one section; gives its address.
export async function visitWith({ server, office, sakura, tsubasa }, words = "") {
  const id = await makeVisit(office, server, { hospital: "みくるべ病院", pair: ["仮名", "試作"] });
  const path = `/visits/${id}`;
  await openVisit(sakura, server, path);
  await section(sakura, TALKED).waitFor();
  if (words) await typeAt(sakura, TALKED, 0, [words]);
  await whenSaved(sakura, ["at-server"]);
  await openVisit(tsubasa, server, path);
  await section(tsubasa, TALKED).waitFor();
  await whenText(tsubasa, TALKED, words ? [words] : []);
  return path;
}

// How many changes the device owes the relay.
export async function owed(device) {
  const [vault] = await vaults(device.page);
  return (await keysOf(device.page, vault, "owed")).length;
}

// Where the caret of a field is.
export async function caret(field) {
  return field.evaluate((element) => [element.selectionStart, element.selectionEnd]);
}

// Puts the caret of a field at a place, or selects.
export async function placeCaret(field, start, end = start) {
  await field.focus();
  await field.evaluate((element, [start, end]) => element.setSelectionRange(start, end), [start, end]);
}

// An input method at work in what has the focus.
export async function inputMethod(device) {
  const session = await device.context.newCDPSession(device.page);
  return {
    compose: (text) =>
      session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length }),
    confirm: (text) => session.send("Input.insertText", { text }),
    // Its own Enter, as Safari and Chromium mark it.
    enter: async () => {
      const key = { key: "Enter", code: "Enter", windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 };
      await session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...key });
      await session.send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
    },
  };
}
