// The reminder of the day before: sealed to the device, opened here by a library that is none of ours, told once, and
// shown by the service worker with one sentence and nothing more.

import assert from "node:assert/strict";
import { createECDH, createPublicKey, randomBytes, verify } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import ece from "http_ece";
import { LAPTOP, PHONE, TABLET, launchDevice, until } from "./lib/device.mjs";
import { enrol, makeVisit, openPage, tokyoDay, whenSaved } from "./lib/programme.mjs";
import { screenshot } from "./lib/screenshot.mjs";
import { startServer } from "./lib/server.mjs";

const SENTENCE = "あした、予定があります";
const HOSPITAL = "みくるべ病院";
const told = [];
let service, server, office, phone, partner;

// The hour that has begun in Tokyo, as 14:00.
function thisHour() {
  const hour = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo", hour: "2-digit" }).format(new Date());
  return `${hour.slice(0, 2)}:00`;
}

// A push service of this machine: it keeps what it is told. At /gone there is no device any more.
function startService() {
  const listening = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      told.push({ path: request.url, headers: request.headers, body: Buffer.concat(parts) });
      response.writeHead(request.url === "/gone" ? 410 : 201).end();
    });
  });
  return new Promise((resolve) => listening.listen(0, "127.0.0.1", () => resolve(listening)));
}

before(async () => {
  service = await startService();
  const more = ["--remind-at", thisHour(), "--push-service", `127.0.0.1:${service.address().port}`];
  server = await startServer({ more });
  office = await launchDevice("office", { kind: LAPTOP });
  phone = await launchDevice("phone", { kind: PHONE });
  partner = await launchDevice("partner", { kind: TABLET });
  await enrol(office, await server.link("coordinator", "例示　みどり"));
  await enrol(phone, await server.link("visitor", "仮名　さくら"));
  await enrol(partner, await server.link("visitor", "試作　つばさ"));
});

after(async () => {
  for (const device of [office, phone, partner]) await device?.close();
  await server?.stop();
  service?.close();
});

// What a browser would have made, and whose it is: headless browsers have no push service.
async function subscription(device, path) {
  const asked = device.page.waitForRequest((request) => new URL(request.url()).pathname === "/api/push");
  await openPage(device, server, "/settings");
  const { member } = (await asked).postDataJSON();
  const keys = createECDH("prime256v1");
  keys.generateKeys();
  const auth = randomBytes(16);
  const endpoint = `http://127.0.0.1:${service.address().port}${path}`;
  const wish = { endpoint, key: keys.getPublicKey("base64url"), auth: auth.toString("base64url") };
  return { member, keys, auth, wish };
}

// Asks the relay from the page, with the page's session.
function ask(device, path, body) {
  return device.page.evaluate(
    async ([address, sent]) => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(sent) });
      return { status: answer.status, body: await answer.json().catch(() => null) };
    },
    [path, body],
  );
}

test("an address that is no push service's is not taken", async () => {
  const { member, wish } = await subscription(phone, "/taken");
  for (const endpoint of ["https://otozure.example.jp/x", "http://127.0.0.1:1/x", "https://169.254.169.254/"]) {
    const answer = await ask(phone, "/api/push/put", { member, subscription: { ...wish, endpoint } });
    assert.equal(answer.status, 400, endpoint);
  }
  assert.equal((await ask(phone, "/api/push", { member })).body.here, false);
  phone.quiet();
});

test("who has an appointment tomorrow is told so once, in one sealed sentence", async () => {
  const { member, keys, auth, wish } = await subscription(phone, "/taken");
  assert.equal((await ask(phone, "/api/push/put", { member, subscription: wish })).status, 204);
  await openPage(phone, server, "/settings");
  await phone.page.getByText("この端末は、前の日のお知らせを受け取ります").waitFor();
  await screenshot(phone.page, "settings-reminder-390");
  await makeVisit(office, server, { hospital: HOSPITAL, pair: ["仮名", "試作"], day: "明日" });
  await whenSaved(office, ["at-server"]);
  await until(() => told.some((message) => message.path === "/taken"));
  const { headers, body } = told.find((message) => message.path === "/taken");
  assert.equal(headers["content-encoding"], "aes128gcm");
  assert.ok(Number(headers.ttl) > 0 && Number(headers.ttl) <= 24 * 60 * 60);
  // Opened by a library of others, with the keys that the browser would have.
  const opened = ece.decrypt(body, { version: "aes128gcm", privateKey: keys, authSecret: auth });
  assert.equal(opened.toString("utf8"), SENTENCE);
  for (const word of [HOSPITAL, "さくら", tokyoDay()]) assert.ok(!opened.includes(word));
  // Who sent it: signed by the key that the relay names, for this service alone.
  const [, token, key] = headers.authorization.match(/^vapid t=([^,]+), k=(\S+)$/);
  assert.equal(key, (await ask(phone, "/api/push", { member })).body.key);
  const [head, claims, signature] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const jwk = { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") };
  const publicKey = createPublicKey({ key: jwk, format: "jwk" });
  const signed = { key: publicKey, dsaEncoding: "ieee-p1363" };
  assert.ok(verify("sha256", Buffer.from(`${head}.${claims}`), signed, Buffer.from(signature, "base64url")));
  const said = JSON.parse(Buffer.from(claims, "base64url").toString());
  assert.equal(said.aud, new URL(wish.endpoint).origin);
  assert.ok(said.exp * 1000 > Date.now() && said.exp * 1000 <= Date.now() + 24 * 60 * 60 * 1000);
  phone.quiet();
});

test("an address that is gone is forgotten, and nobody is told of a day twice", async () => {
  const { member, wish } = await subscription(partner, "/gone");
  assert.equal((await ask(partner, "/api/push/put", { member, subscription: wish })).status, 204);
  // The relay begins anew and looks at once.
  await server.stop();
  const more = ["--remind-at", thisHour(), "--push-service", `127.0.0.1:${service.address().port}`];
  server = await startServer({ data: server.data, port: server.port, links: false, more });
  await until(() => told.some((message) => message.path === "/gone"));
  await until(async () => (await ask(partner, "/api/push", { member })).body?.here === false);
  assert.equal(told.filter((message) => message.path === "/taken").length, 1);
  assert.equal(told.filter((message) => message.path === "/gone").length, 1);
});

test("while the app is open the next day's appointment is said in it", async () => {
  await openPage(phone, server, "/today");
  const reminder = phone.page.getByRole("complementary", { name: "あしたの予定" });
  await reminder.getByText(SENTENCE).waitFor();
  await screenshot(phone.page, "today-reminder-390");
  await reminder.getByRole("link", { name: "予定を見る" }).click();
  await phone.page.getByRole("heading", { name: "これからの予定" }).waitFor();
  await reminder.waitFor({ state: "detached" });
});

test("the service worker shows the sentence, and nothing else of the message", async () => {
  const { page, context } = phone;
  await context.grantPermissions(["notifications"], { origin: server.url });
  await openPage(phone, server, "/schedule");
  const browser = await context.newCDPSession(page);
  const registered = new Promise((resolve) => {
    browser.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const own = registrations.find((one) => one.scopeURL.startsWith(server.url) && !one.isDeleted);
      if (own) resolve(own.registrationId);
    });
  });
  await browser.send("ServiceWorker.enable");
  const registrationId = await registered;
  const shown = () => page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
  });
  await browser.send("ServiceWorker.deliverPushMessage", { origin: server.url, registrationId, data: SENTENCE });
  await until(async () => (await shown()).length > 0);
  assert.deepEqual(await shown(), [{ title: "おとずれ", body: SENTENCE, tag: "reminder" }]);
  // A second one takes its place; one that holds nothing says so little.
  await browser.send("ServiceWorker.deliverPushMessage", { origin: server.url, registrationId, data: "" });
  await until(async () => (await shown()).some(({ body }) => body === "予定があります"));
  assert.equal((await shown()).length, 1);
  await browser.detach();
});
