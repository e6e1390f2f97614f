// A fictional prefecture of any size, the same for the same seed: one office whose coordinator has every request and
// visit, and one note that was written in many edits. Names are numbers: nobody is meant.

import { writeFileSync } from "node:fs";

// Whom the measurements sign in as, by name.
export const COORDINATOR = "計測 担当";
export const VISITOR = "訪問 001";
const BY = "bench001";
const VISITORS = 24;
const HOSPITALS = 27;
const VISITS_A_REQUEST = 5;
const FIRST_DAY = "2016-04-01";
const DAY_MS = 24 * 60 * 60 * 1000;

// Randomness that a seed repeats (mulberry32).
function randomOf(seed) {
  let state = seed >>> 0;
  return (end) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  };
}

const dayOf = (ms) => new Date(ms).toISOString().slice(0, 10);
const number = (count, width = 3) => String(count).padStart(width, "0");
const visitor = (index) => `bench${number(101 + index)}`;
const CONTENTS = ["listen", "rights", "professions", "tell_staff", "resources"];
const SAID = ["ゆっくり話を聴いた。", "窓の外の木の話が長かった。", "また会う約束をした。", "音楽の話で表情がやわらいだ。", "30分で終わりにした。"];

// Writes the prefecture as an import file. Gives the mark under which the long note's request stands.
//   visits   how many visits there are, beside the long one
//   edits    in how many edits the long note was written
//   today    the day up to which visits lie
export function writePrefecture(file, { visits, edits, today, seed = 1 }) {
  const random = randomOf(seed);
  const last = Date.parse(today);
  const first = Date.parse(FIRST_DAY) + 30 * DAY_MS;
  const cases = [];
  for (let made = 0, at = 0; made < visits; at += 1) {
    const count = Math.min(1 + random(2 * VISITS_A_REQUEST - 1), visits - made);
    cases.push(caseOf(random, at, count, first + random((last - first) / DAY_MS - 20) * DAY_MS));
    made += count;
  }
  cases.push(long(edits, last - 2 * DAY_MS));
  writeFileSync(file, JSON.stringify({ ...frame(), as_of: null, people: people(), cases }));
}

function frame() {
  const hospitals = Array.from({ length: HOSPITALS }, (_, at) => ({
    id: `h${at}`, name: `計測${at + 1}病院`, yomi: `けいそく${at + 1}びょういん`, area: "whole", dementia_only: null,
  }));
  return {
    format: "otozure-import/1", name: "bench", title: "計測のための県", source: "計測のために作った架空の県",
    sample: "計測のためのデータ", prefecture: { id: "990002", name: "計測県（架空）" },
    areas: [{ id: "whole", name: "全域", spellings: [] }],
    offices: [{ id: "bench", name: "計測事業所", short: "計測", area: "whole", municipalities: [] }],
    hospitals,
    policies: [{ number: 1, from: FIRST_DAY, targets: ["mayor_consent", "case_by_case"], visits_per_person: null, note: null }],
    quotas: [], requests: [], outcomes: [], visits: [], contents: [], courses: [], training: [], ambiguities: [],
  };
}

function people() {
  const visitors = Array.from({ length: VISITORS }, (_, at) => ({
    id: visitor(at), name: `訪問 ${number(at + 1)}`, yomi: `ほうもん ${number(at + 1)}`, role: "visitor", office: "bench",
    category: at % 2 ? "peer_supporter" : "office_staff", appointed_on: FIRST_DAY,
  }));
  return [{ id: BY, name: COORDINATOR, yomi: "けいそく たんとう", role: "coordinator", office: "bench" }, ...visitors];
}

function request(at, day) {
  return {
    received: day, channel: "self_phone", name: `本人 ${number(at, 5)}`, kana: `ほんにん ${number(at, 5)}`,
    hospital: `h${at % HOSPITALS}`, ward: `${1 + (at % 5)}病棟`, admission: "medical_protection_mayor",
    last_outside: "over_year", wish: "話を聞いてほしい。",
  };
}

function steps(day, marks) {
  return [
    { at: `${day} 10:00`, done: { intent: { day, method: "phone", by: "計測 担当" } } },
    { at: `${day} 10:05`, done: { judged: { decision: "eligible", reason: "会いに来る人がいない。" } } },
    ...marks.map((visit) => ({ at: `${day} 10:10`, done: { arranged: { visit } } })),
  ];
}

function caseOf(random, at, count, begun) {
  const day = dayOf(begun);
  const id = `C${at}`;
  const marks = Array.from({ length: count }, (_, nth) => `${id}-${nth}`);
  const visits = marks.map((mark, nth) => {
    const first = random(VISITORS);
    const pair = [visitor(first), visitor((first + 1 + random(VISITORS - 1)) % VISITORS)];
    return visit(mark, dayOf(begun + (3 + nth * 3) * DAY_MS), pair, {
      talked: SAID[random(SAID.length)], content: CONTENTS[random(CONTENTS.length)],
    });
  });
  return { id, office: "bench", by: BY, at: `${day} 09:50`, request: request(at, day), steps: steps(day, marks), visits };
}

function visit(id, day, pair, { talked, content }) {
  return {
    id, at: `${day} 08:00`, day, time: "14:00", place: "面会室", meet: "受付", pair,
    briefing: { called: "本人さん", topics: "季節のこと", length: "30分" },
    note: [{ at: `${day} 15:00`, by: pair[0], section: "talked", text: talked }],
    contents: ["listen", content],
    facts: { at: `${day} 15:05`, by: pair[1], next: "meet_again", repeat: "wanted", card: true, minutes: 30 },
    outcome: { at: `${day} 17:00`, by: BY, outcome: "met" },
  };
}

// A note of two, written in so many edits, and not accepted yet.
function long(edits, begun) {
  const day = dayOf(begun);
  const pair = [visitor(0), visitor(1)];
  const note = Array.from({ length: edits }, (_, at) => ({
    at: `${day} ${number(14 + Math.floor(at / 60 / 60) % 8, 2)}:${number(Math.floor(at / 60) % 60, 2)}`,
    by: pair[Math.floor(at / 200) % 2], section: "talked", text: SAID[at % SAID.length].slice(0, 4),
  }));
  const whole = { ...visit("LONG-0", day, pair, { talked: "", content: "listen" }), note, facts: null, contents: [], outcome: null };
  return {
    id: "LONG", office: "bench", by: BY, at: `${day} 09:50`, request: request(99999, day),
    steps: steps(day, ["LONG-0"]), visits: [whole],
  };
}
