// A tablet that owes words, and what a relay is asked by those who look after it.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { until } from "./device.mjs";
import { TALKED } from "./place.mjs";
import { openPage, section, typeAt, whenSaved } from "./programme.mjs";
import { root } from "./paths.mjs";
import { inPage, keysOf, vaults } from "./stored.mjs";

const program = process.env.OTOZURE_SERVER ?? join(root, "target/debug/otozure");

// Writes behind what stands in the visit, without any network: the relay lacks it. The vault of whoever writes.
export async function writeOwed(device, { server, path }, words) {
  await device.offline(true);
  await openPage(device, server, path);
  const end = (await section(device, TALKED).inputValue()).length;
  await typeAt(device, TALKED, end, words);
  await whenSaved(device, ["on-device", "no-server"]);
}

// How many parcels stand in each vault of a browser, the smaller number first.
export async function parcels(page) {
  const counts = [];
  for (const vault of await vaults(page)) counts.push((await keysOf(page, vault, "outbox")).length);
  return counts.sort((one, other) => one - other);
}

// Waits until so many parcels stand in the vaults.
export const whenParcels = (page, counts) => until(async () => `${await parcels(page)}` === `${counts}`);

// What a page asks the relay for, with its own session.
export async function ask(device, where, what = {}) {
  return device.page.evaluate(async ([where, what]) => {
    const body = JSON.stringify({ member: sessionStorage.getItem("otozure-member"), ...what });
    const answer = await fetch(`/api/${where}`, { method: "POST", headers: { "content-type": "application/json" }, body });
    return answer.json().catch(() => ({}));
  }, [where, what]);
}

// A person's newest device, as who looks after it sees it.
export async function deviceOf(office, person) {
  const { devices } = await ask(office, "devices");
  const theirs = devices.filter((device) => device.name.replace(/\s/g, "") === person.replace(/\s/g, ""));
  return theirs.sort((one, other) => other.enrolled - one.enrolled)[0];
}

// The device is said to be lost.
export const lose = async (office, person) => ask(office, "devices/lost", { device: (await deviceOf(office, person)).device });

// The device ends, by the command line.
export async function endDevice(server, device) {
  execFileSync(program, ["member", "device-end", device, "--data", server.data]);
}

// Shows wrong secrets at the relay with the device's own key, as whoever has the tablet and not its person may, until it
// is locked there. Gives what the relay said last.
export async function lockAtRelay(device, office, person) {
  const who = { member: (await deviceOf(office, person)).member, device: (await deviceOf(office, person)).device };
  const [vault] = await vaults(device.page);
  return inPage(device.page, async ([vault, who]) => {
    const answered = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await answered(indexedDB.open(vault));
    const { deviceKey } = await answered(database.transaction("meta").objectStore("meta").get("lock"));
    database.close();
    const post = async (where, what) => {
      const body = JSON.stringify(what);
      const answer = await fetch(`/api/${where}`, { method: "POST", headers: { "content-type": "application/json" }, body });
      return answer.json().catch(() => ({}));
    };
    const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    const text = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const hex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
    let said;
    for (let count = 0; count < 10; count += 1) {
      const { nonce } = await post("challenge", who);
      const proof = new Uint8Array(32);
      const parts = [new TextEncoder().encode("otozure signin 1"), bytes(nonce), hex(who.member), hex(who.device), proof];
      const message = new Uint8Array(await new Blob(parts).arrayBuffer());
      const signed = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, deviceKey, message);
      said = await post("signin", { ...who, nonce, proof: text(proof), signature: text(new Uint8Array(signed)) });
    }
    return said.code;
  }, [vault, who]);
}
