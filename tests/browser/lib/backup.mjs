// Taking one's records out as a sealed file and bringing them back, by the settings page.

import { join } from "node:path";
import { temporaryFolder } from "./paths.mjs";
import { openPage } from "./programme.mjs";

export const PHRASE = "みかんのきと青いじてんしゃ";

const region = ({ page }, name) => page.getByRole("region", { name, exact: true });

// Makes a file and saves it; gives its path and what is said to be in it.
export async function takeOut(device, server, phrase = PHRASE, how = {}) {
  const section = await makeFile(device, server, phrase, how);
  const holds = await section.getByText(/^記録\d+件が入っています/).innerText();
  const [download] = await Promise.all([
    device.page.waitForEvent("download"),
    section.getByRole("button", { name: "保存する場所を選ぶ" }).click(),
  ]);
  const path = join(temporaryFolder("backup"), download.suggestedFilename());
  await download.saveAs(path);
  await section.getByText("ファイルと合言葉は、別々の場所に").waitFor();
  return { path, holds };
}

// Makes a file, up to where it can be given out; gives the section. `loaded`: the settings are on the screen.
export async function makeFile(device, server, phrase = PHRASE, { loaded = false } = {}) {
  if (!loaded) await openPage(device, server, "/settings");
  const section = region(device, "記録を持ち出す");
  await section.getByLabel("ファイルの合言葉").fill(phrase);
  await section.getByLabel("確かめのため、もう一度").fill(phrase);
  await section.getByRole("button", { name: "ファイルを作る" }).click();
  await section.getByText("ファイルができました").waitFor({ timeout: 60_000 });
  return section;
}

// Brings a file back; gives what is said then.
export async function bringBack(device, server, file, phrase = PHRASE) {
  await openPage(device, server, "/settings");
  const section = region(device, "持ち出した記録を戻す");
  await section.getByLabel("持ち出したファイル").setInputFiles(file);
  await section.getByLabel("ファイルの合言葉").fill(phrase);
  await section.getByRole("button", { name: "この端末に戻す" }).click();
  const said = section.getByText(/記録を戻しました|何も戻していません/).first();
  await said.waitFor({ timeout: 60_000 });
  return section.innerText();
}
