// The vault: two factors open it, with or without a network, and nothing of anybody stands anywhere while it is shut.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HOSPITAL, TALKED, door, hide, startPlace, tabletAt } from "./lib/place.mjs";
import {
  PIN, comeIn, enrol, invite, openPage, section, throughEnrolment, typeAt, typeSecret, whenSaved, whenText,
} from "./lib/programme.mjs";
import { filesWith } from "./lib/profile.mjs";
import { inPage, keysOf, placesOf, vaults } from "./lib/stored.mjs";

const WRITTEN = "紫陽花の咲く庭の話をした";
const OTHER_PIN = "73905164";
let place, server, office, path;

before(async () => {
  place = await startPlace();
  ({ server, office, path } = place);
});

after(() => place?.stop());

// A tablet of a visitor, with the visit on the screen.
const tablet = (t, name, person) => tabletAt(t, place, name, { person });

// Nothing on the page says any of these words, wherever in it one looks.
async function assertNothingShown(page, words) {
  const shown = await page.evaluate(() => {
    const fields = [...document.querySelectorAll("input, textarea")].map((field) => field.value);
    return [document.documentElement.outerHTML, document.title, location.href, ...fields].join("\n");
  });
  for (const word of words) assert.ok(!shown.includes(word), `${word} is still on the page`);
}

test("the secret opens without a network, and with one comes in to the relay", async (t) => {
  const device = await tablet(t, "offline");
  const { page } = device;
  await device.offline(true);
  await openPage(device, server, path);
  await typeAt(device, TALKED, 0, "電波のない所で。");
  await whenSaved(device, ["on-device", "no-server"]);
  await hide(page);
  await door(page).waitFor();
  await comeIn(page);
  await whenText(device, TALKED, ["電波のない所で。"]);
  await device.offline(false);
  await whenSaved(device, ["at-server"]);
  device.quiet();
});

test("かくす in the middle of a word hides it at once, and it stands there after the secret", async (t) => {
  const device = await tablet(t, "hiding");
  const { page } = device;
  const before = await section(device, TALKED).inputValue();
  await typeAt(device, TALKED, before.length, WRITTEN);
  const keys = await device.context.newCDPSession(page);
  await keys.send("Input.imeSetComposition", { text: "とちゅう", selectionStart: 4, selectionEnd: 4 });
  await hide(page);
  await door(page).waitFor();
  await assertNothingShown(page, [WRITTEN, "とちゅう", HOSPITAL, "つばさ"]);
  assert.equal(new URL(page.url()).pathname, path);
  await comeIn(page);
  assert.equal(await whenText(device, TALKED, [WRITTEN]), `${before}${WRITTEN}とちゅう`);

  // What is hidden in one tab is hidden in all.
  const second = await device.context.newPage();
  const other = { ...device, page: second };
  await openPage(other, server, path);
  await whenText(other, TALKED, [WRITTEN]);
  await hide(page);
  await door(second).waitFor();
  await assertNothingShown(second, [WRITTEN, HOSPITAL]);
  await second.close();
  await comeIn(page);
  await whenText(device, TALKED, [WRITTEN]);

  // Escape twice does the same; once does nothing.
  await page.keyboard.press("Escape");
  assert.equal(await section(device, TALKED).count(), 1);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await door(page).waitFor();
  await assertNothingShown(page, [WRITTEN, HOSPITAL]);
  device.quiet();
});

test("left alone for three minutes it hides by itself, or after as long as its person says", async (t) => {
  const device = await tablet(t, "idle");
  const { page } = device;
  await page.clock.install();
  for (const [minutes, said] of [[3, undefined], [1, "1分"]]) {
    if (said) {
      await openPage(device, server, "/settings");
      await page.getByRole("radio", { name: said }).check();
      await page.getByRole("radio", { name: said, exact: true }).and(page.locator(":checked")).waitFor();
    }
    await openPage(device, server, path);
    await section(device, TALKED).waitFor();
    await page.clock.fastForward(minutes * 60_000 - 20_000);
    await section(device, TALKED).press("Shift");
    await page.clock.fastForward(minutes * 60_000 - 20_000);
    assert.equal(await section(device, TALKED).count(), 1, "somebody was there");
    await page.clock.fastForward(30_000);
    await door(page).waitFor();
  }
  device.quiet();
});

test("a wrong secret waits, and the tenth ends the keys; a new link brings back what the relay has", async (t) => {
  const device = await tablet(t, "wrong", "試作 つばさ");
  const { page } = device;
  await typeAt(device, TALKED, 0, "届いたことば。");
  await whenSaved(device, ["at-server"]);
  await page.clock.install();
  await openPage(device, server, path);
  await hide(page);
  for (let count = 1; count <= 9; count += 1) {
    await typeSecret(page, "00000000");
    await page.getByText(`あと${10 - count}回まちがえると`).waitFor();
    if (count === 3) {
      // While one waits nothing is taken, however the page is loaded.
      await page.getByText(/あと[1-5]秒たつと/).waitFor();
      await typeSecret(page, PIN);
      await page.getByText("少し待ってから").waitFor();
      await page.reload();
      await page.getByText(/あと[1-5]秒たつと/).waitFor();
    }
    await page.clock.fastForward(301_000);
  }
  await typeSecret(page, "00000000");
  await page.getByText("10回まちがえたため").waitFor();
  await page.getByText("まだ届いていなかったことばは、封をしたまま県のサーバーに届けます").waitFor();
  await page.reload();
  await page.getByText("10回まちがえたため").waitFor();
  const [gone] = await vaults(page);
  assert.deepEqual(await lockOf(page, gone), ["deviceKey", "devicePublic", "ended", "form", "memberPublic"]);
  await page.goto("about:blank");
  await enrol(device, invite(server, "試作 つばさ"), OTHER_PIN);
  assert.ok(!(await vaults(page)).includes(gone));
  await page.goto(`${server.url}${path}`);
  await comeIn(page, OTHER_PIN);
  await whenText(device, TALKED, ["届いたことば。"]);
  device.quiet();
});

// What stands at the door of a vault.
function lockOf(page, vault) {
  return inPage(page, async (vault) => {
    const answered = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await answered(indexedDB.open(vault));
    const lock = await answered(database.transaction("meta").objectStore("meta").get("lock"));
    database.close();
    return Object.keys(lock).sort();
  }, vault);
}

test("two people share a tablet, each behind a door of their own", async (t) => {
  const device = await tablet(t, "two");
  const { page } = device;
  await typeAt(device, TALKED, 0, WRITTEN);
  await whenSaved(device, ["at-server"]);
  await page.goto("about:blank");
  await device.open(invite(server, "架空 なぎさ"));
  await throughEnrolment(page, OTHER_PIN);
  await page.getByRole("link", { name: "はじめる" }).click();
  await page.waitForURL(/\/requests$/);
  await hide(page);
  await page.getByText("お名前を押してください").waitFor();
  await assertNothingShown(page, [WRITTEN, HOSPITAL]);
  // The secret of one opens nothing of the other's.
  await typeSecret(page, OTHER_PIN, /仮名 さくらさん/);
  await page.getByText("ちがうようです").waitFor();
  await typeSecret(page, PIN);
  await page.waitForURL(/\/today$/);
  await page.getByText(HOSPITAL).first().waitFor();
  await assertNothingShown(page, ["なぎさ"]);
  await page.goto(`${server.url}${path}`);
  await comeIn(page);
  await whenText(device, TALKED, [WRITTEN]);
  device.quiet();
});

test("either factor alone opens nothing, here or at the relay", async (t) => {
  const device = await tablet(t, "factors");
  const { page } = device;
  const [vault] = await vaults(page);
  const told = await inPage(page, async ([vault, who]) => {
    const answered = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await answered(indexedDB.open(vault));
    const { deviceKey, deviceSecret } = await answered(database.transaction("meta").objectStore("meta").get("lock"));
    database.close();
    const taken = await Promise.allSettled([
      crypto.subtle.exportKey("pkcs8", deviceKey),
      crypto.subtle.exportKey("raw", deviceSecret),
    ]);
    const post = async (where, what) => {
      const body = JSON.stringify(what);
      const answer = await fetch(`/api/${where}`, { method: "POST", headers: { "content-type": "application/json" }, body });
      return [answer.status, await answer.json().catch(() => ({}))];
    };
    const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    const text = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const hex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
    const tried = [];
    const other = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
    // The device's key with a made-up secret; a made-up key.
    for (const key of [deviceKey, other.privateKey]) {
      const [, { nonce }] = await post("challenge", who);
      const proof = crypto.getRandomValues(new Uint8Array(32));
      const parts = [new TextEncoder().encode("otozure signin 1"), bytes(nonce), hex(who.member), hex(who.device), proof];
      const message = new Uint8Array(await new Blob(parts).arrayBuffer());
      const signed = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, message);
      const shown = { ...who, nonce, proof: text(proof), signature: text(new Uint8Array(signed)) };
      tried.push((await post("signin", shown))[1].code);
    }
    return { taken: taken.map((one) => one.status), tried, ticket: (await post("ticket", { member: who.member }))[0] };
  }, [vault, await whoIs(device)]);
  assert.deepEqual(told, { taken: ["rejected", "rejected"], tried: ["wrong_secret", "signed_out"], ticket: 401 });
  await comeIn(page);
  await whenSaved(device, ["at-server"]);
});

// The ids by which the relay knows a person on a device; then everything is hidden, and the session has ended.
async function whoIs(device) {
  const { page } = device;
  await openPage(device, server, "/settings");
  const shown = await page.locator("section[aria-labelledby=device] dd.code").innerText();
  const member = await page.evaluate(() => sessionStorage.getItem("otozure-member"));
  await hide(page);
  await door(page).waitFor();
  await page.waitForFunction(async () => (await fetch("/api/ticket", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ member: sessionStorage.getItem("otozure-member") }),
  })).status === 401);
  return { member, device: shown };
}

test("nothing of anybody can be read in what the browser keeps", async (t) => {
  const device = await tablet(t, "disk");
  const { page } = device;
  const end = (await section(device, TALKED).inputValue()).length;
  await typeAt(device, TALKED, end, "とても内緒の金木犀の話");
  await whenSaved(device, ["at-server"]);
  // What is owed stands outside of the vault's own seal, and is no more to be read.
  await device.offline(true);
  await openPage(device, server, path);
  await typeAt(device, TALKED, 0, "まだ内緒の沈丁花の話");
  await whenSaved(device, ["on-device", "no-server"]);
  const [vault] = await vaults(page);
  assert.notDeepEqual(await keysOf(page, vault, "outbox"), [], "something is owed");
  await openPage(device, server, "/settings");
  await hide(page);
  await door(page).waitFor();
  const words = ["とても内緒の金木犀の話", "まだ内緒の沈丁花の話", HOSPITAL, "仮名 さくら", "試作 つばさ", "例示 みどり", PIN];
  const kept = (place) => !(place.startsWith("cached ") && place.includes("/assets/"));
  assert.deepEqual((await placesOf(page, words)).filter(kept), []);
  await page.evaluate(() => localStorage.setItem("planted", "金木犀の植え込み"));
  await device.close();
  assert.deepEqual(filesWith(device.profile, words), []);
  assert.notDeepEqual(filesWith(device.profile, ["金木犀の植え込み"]), [], "the looking itself would find one");
  await device.restart();
});
