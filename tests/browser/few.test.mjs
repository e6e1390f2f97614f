// The pages of what is for few, in every state they can be in: care for a visitor, a concern for safety.

import { after, before, test } from "node:test";
import { beginCare, beginConcern, check, part, write } from "./lib/care.mjs";
import { LAPTOP, TABLET, launchDevice } from "./lib/device.mjs";
import { LONG_HOSPITAL, LONG_NAME, LONG_PLACE, LONG_TEXT, datasetWithLongNames, look } from "./lib/look.mjs";
import { addVisitor } from "./lib/member.mjs";
import { enrol, makeVisit, openPage, whenSaved } from "./lib/programme.mjs";
import { startServer } from "./lib/server.mjs";

const devices = [];
let server, coordinator, prefecture, visitor;

before(async () => {
  server = await startServer({ dataset: datasetWithLongNames() });
  addVisitor(server, LONG_NAME, "みほんじこうじ さくらのすけ");
  const kinds = { coordinator: LAPTOP, prefecture: LAPTOP, visitor: TABLET };
  for (const [name, kind] of Object.entries(kinds)) devices.push(await launchDevice(name, { kind }));
  [coordinator, prefecture, visitor] = devices;
  await enrol(coordinator, await server.link("coordinator", "例示　みどり"));
  await enrol(prefecture, await server.link("prefecture"));
  await enrol(visitor, await server.link("visitor", "仮名　さくら"));
});

after(async () => {
  for (const device of devices) await device.close().catch(() => {});
  await server?.stop();
});

// Opens an address and waits for words that say that the page is there.
async function openUntil(device, path, words) {
  await openPage(device, server, path);
  await device.page.getByText(words).first().waitFor();
}

test("with nothing", async () => {
  await openUntil(visitor, "/care", "書けるところは、まだありません");
  await look(visitor, "care-none");
  await openUntil(prefecture, "/care", "あなたを選んだ人は、いまいません");
  await look(prefecture, "care-chosen-none");
  await openUntil(coordinator, "/care", "いま待っている電話はありません");
  await look(coordinator, "care-due-none");
  await openUntil(prefecture, "/concern", "記録はまだありません");
  await look(prefecture, "concern-none");
});

test("care for a visitor: begun, written, read by a supporter, with long names", async () => {
  const { page } = visitor;
  await makeVisit(coordinator, server, { hospital: LONG_HOSPITAL, pair: ["仮名", LONG_NAME], place: LONG_PLACE });
  await openUntil(visitor, "/care", LONG_HOSPITAL);
  await look(visitor, "care");
  await page.getByRole("link", { name: new RegExp(LONG_HOSPITAL) }).click();
  await page.getByRole("button", { name: "書きはじめる" }).click();
  await page.locator("[aria-invalid=true], .field--wrong").first().waitFor();
  await look(visitor, "care-begin-missing");
  const visit = new URL(page.url()).pathname.split("/").at(-1);
  await beginCare(visitor, server, visit, /^例示/);
  await look(visitor, "care-begun");
  await check(visitor, "行ったあとのいま", "くたびれた", "自分のころを思い出した", "ことばにならない");
  await write(visitor, "いま思っていること", LONG_TEXT);
  await page.getByRole("radio", { name: "ほかの人と行きたい" }).check();
  await whenSaved(visitor, ["at-server"]);
  await look(visitor, "care-written");
  await openUntil(visitor, "/care", "読めるのは");
  await look(visitor, "care-some");
  await openUntil(coordinator, "/care", "仮名");
  await look(coordinator, "care-due");
  await part(coordinator.page, "あなたを選んだ人").getByRole("link").first().click();
  await coordinator.page.getByText("くたびれた").waitFor();
  await coordinator.page.getByRole("button", { name: "電話を記録する" }).click();
  await coordinator.page.getByText("どうなったかを選んでください").waitFor();
  await look(coordinator, "care-supporter");
});

test("a concern for safety: begun, written, in the list", async () => {
  const { page } = visitor;
  await openUntil(visitor, "/concern", "記録はまだありません");
  await look(visitor, "concern");
  await beginConcern(visitor);
  await look(visitor, "concern-begun");
  await write(visitor, "見たこと・聞いたこと", LONG_TEXT);
  await page.getByLabel("場所").fill(LONG_PLACE);
  await page.getByRole("radio", { name: "県に電話した" }).check();
  await page.getByRole("button", { name: "記録する" }).click();
  await page.getByText("記録しました").waitFor();
  await look(visitor, "concern-written");
  await openUntil(visitor, "/concern", "あなたが書いた記録");
  await look(visitor, "concern-some");
});
