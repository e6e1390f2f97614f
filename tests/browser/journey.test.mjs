// The journey: a visit is made, two visitors write its note without a network, one browser is killed, everybody
// comes back, the note is one and the figures follow.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LAPTOP, TABLET, launchDevice, whenOfflineReady } from "./lib/device.mjs";
import { screenshot } from "./lib/screenshot.mjs";
import { startServer } from "./lib/server.mjs";
import {
  enrol, makeVisit, openPage, openVisit, reports, section, typeAt, whenSaved, whenText,
} from "./lib/programme.mjs";

const TALKED = "話したこと";
const WORDS = "ご本人のことば";
const BOTH_SAVED = ["on-device", "no-server"];
const everybody = [];
let server, coordinator, sakura, tsubasa;

before(async () => {
  server = await startServer();
  coordinator = await launchDevice("coordinator", { kind: LAPTOP });
  sakura = await launchDevice("sakura", { kind: TABLET });
  tsubasa = await launchDevice("tsubasa", { kind: TABLET });
  everybody.push(coordinator, sakura, tsubasa);
  await enrol(coordinator, await server.link("coordinator", "例示　みどり"));
  await enrol(sakura, await server.link("visitor", "仮名　さくら"));
  await enrol(tsubasa, await server.link("visitor", "試作　つばさ"));
  for (const device of everybody) await whenOfflineReady(device.page);
});

after(async () => {
  for (const device of everybody) await device.close().catch(() => {});
  await server?.stop();
});

for (const first of ["さくら", "つばさ"]) {
  test(`two tablets write one note offline, and it is one note when ${first} comes back first`, async () => {
    const before = reports(server);
    const id = await makeVisit(coordinator, server, {
      hospital: "みくるべ病院",
      pair: ["仮名", "試作"],
      topics: "好きな音楽",
    });
    const path = `/visits/${id}`;
    for (const visitor of [sakura, tsubasa]) {
      await openPage(visitor, server, "/today");
      await visitor.page.getByText("みくるべ病院").first().waitFor();
    }
    await screenshot(sakura.page, `today-820`);
    await openVisit(sakura, server, path);
    await typeAt(sakura, TALKED, 0, "あいさつをした。部屋を出た。");
    await whenSaved(sakura, ["at-server"]);
    await openVisit(tsubasa, server, path);
    await whenText(tsubasa, TALKED, ["部屋を出た。"]);

    // The relay stops. Both open the app by a deep link, find the visit, read the briefing, and write.
    await server.stop();
    for (const visitor of [sakura, tsubasa]) {
      await openVisit(visitor, server, path);
      await visitor.page.getByText("好きな音楽").first().waitFor();
      await visitor.page.getByText("2階の面会室").first().waitFor();
    }
    await typeAt(sakura, WORDS, 0, "「名前を呼ばれたのは久しぶり」");
    await typeAt(tsubasa, "次に会う人へ", 0, "𠮷野家の話が好き🍚");
    const place = "あいさつをした。".length;
    await typeAt(sakura, TALKED, place, "音楽の話で笑顔になった。");
    await typeAt(tsubasa, TALKED, place, "窓の外の木を見ていた。");
    await sakura.page.getByLabel("本人の話を聴く").check();
    await tsubasa.page.getByRole("radio", { name: "また会う" }).check();
    await sakura.page.getByRole("radio", { name: "あり", exact: true }).check();
    await tsubasa.page.getByRole("radio", { name: "まだ決めていない" }).check();
    for (const visitor of [sakura, tsubasa]) await whenSaved(visitor, BOTH_SAVED);
    const kept = await killedWhileTyping(sakura, path);

    // The relay is there again; the two come back one after the other.
    const [early, late] = first === "さくら" ? [sakura, tsubasa] : [tsubasa, sakura];
    await late.offline(true);
    server = await startServer({ data: server.data, port: server.port, links: false });
    await whenSaved(early, ["at-server"]);
    await late.offline(false);
    await whenSaved(late, ["at-server"]);
    await openVisit(coordinator, server, path);

    const talked = ["音楽の話で笑顔になった。", "窓の外の木を見ていた。", "あいさつをした。", "部屋を出た。"];
    const texts = [];
    for (const device of [sakura, tsubasa]) texts.push(await whenText(device, TALKED, talked));
    texts.push(await whenText(coordinator, TALKED, talked));
    assert.equal(new Set(texts).size, 1, `one note on all three: ${JSON.stringify(texts)}`);
    for (const device of everybody) {
      await whenText(device, WORDS, ["「名前を呼ばれたのは久しぶり」", kept]);
      await whenText(device, "次に会う人へ", ["𠮷野家の話が好き🍚"]);
      await device.page.getByText("に値が2つあります").first().waitFor();
      const page = await device.page.locator("main").innerText();
      const authors = page.match(/だれが書いたか：(.*)\n（話したこと）/)?.[1] ?? "";
      for (const author of authorsSeenBy(device)) assert.ok(authors.includes(author), `${author} in ${authors}`);
    }
    await screenshot(tsubasa.page, `note-820`);

    // Choosing one settles it everywhere.
    const disputed = tsubasa.page.locator(".two-values", { hasText: "もう一度会いたい" });
    await disputed.locator(".two-values__one", { hasText: "あり" }).getByRole("button", { name: "こちらにする" }).click();
    for (const device of everybody) {
      await device.page.getByText("に値が2つあります").first().waitFor({ state: "detached" });
      assert.equal(await device.page.getByRole("radio", { name: "あり", exact: true }).isChecked(), true);
    }
    await whenSaved(tsubasa, ["at-server"]);

    // Accepted, the visit counts; nothing else moves.
    await coordinator.page.getByRole("radio", { name: "面会した" }).check();
    await coordinator.page.getByRole("button", { name: "この記録を受け取る" }).click();
    await coordinator.page.getByText("受け取りました").first().waitFor();
    await whenSaved(coordinator, ["at-server"]);
    assertMovedByOne(before, reports(server));
    for (const device of everybody) device.quiet();
  });
}

// Whom a person sees as the authors of a part that both visitors wrote.
function authorsSeenBy(device) {
  const other = { [sakura.name]: "試作 つばさ", [tsubasa.name]: "仮名 さくら" }[device.name];
  return other ? ["自分", other] : ["仮名 さくら", "試作 つばさ"];
}

// Types on a device and kills its browser meanwhile; gives what the status line had called saved, which must be there
// after the restart, still without a relay.
async function killedWhileTyping(device, path) {
  const words = "つづきを書いているあいだに端末の電池が切れた";
  let saved = "";
  const field = section(device, WORDS);
  const end = (await field.inputValue()).length;
  await field.focus();
  await field.evaluate((element, place) => element.setSelectionRange(place, place), end);
  for (const character of words) {
    await device.page.keyboard.insertText(character);
    saved = await field.evaluate((element, [so_far, states, from]) => {
      const state = document.querySelector("[data-state]")?.dataset.state;
      return states.includes(state) ? element.value.slice(from) : so_far;
    }, [saved, BOTH_SAVED, end]);
  }
  // What is typed from here on may or may not be called saved: the browser dies in the middle of it.
  // A composition under way is the only thing that may be missing.
  const session = await device.context.newCDPSession(device.page);
  await session.send("Input.imeSetComposition", { text: "とちゅう", selectionStart: 4, selectionEnd: 4 });
  await device.whenSessionKept();
  await device.kill();
  await device.restart();
  await openVisit(device, server, path);
  await whenText(device, WORDS, [saved]);
  assert.ok(saved.length > 0, "the status line called something saved");
  return saved;
}

// The cells of this visit, and no other, are larger by one.
function assertMovedByOne(before, after) {
  for (const table of ["requests", "outcomes", "training"]) assert.deepEqual(after[table], before[table], table);
  assert.equal(after.visits.rows.length, before.visits.rows.length + 1);
  const fresh = after.visits.rows.filter((row) => !before.visits.rows.some((old) => old.id === row.id));
  assert.equal(fresh.length, 1);
  const moved = [];
  const last = after.contents.columns.length - 1;
  after.contents.rows.forEach((row, index) => {
    const old = before.contents.rows[index];
    row.values.forEach((value, column) => {
      if (value !== old.values[column]) moved.push([row.id, column, value - old.values[column]]);
    });
  });
  assert.deepEqual(moved.map(([id, column, by]) => [id, column, by]).sort(), [
    ["listen", last, 1],
    ["visits", last, 1],
  ]);
}
