// Members beyond those of the sample, made as an administrator makes them.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./paths.mjs";

const program = process.env.OTOZURE_SERVER ?? join(root, "target/debug/otozure");

// Registers an officer of the prefecture who reads concerns for safety.
export function addSafeguardingOfficer({ data }, name, yomi) {
  const who = ["--name", name, "--yomi", yomi, "--role", "prefecture", "--safeguarding", "--data", data];
  execFileSync(program, ["member", "add", ...who]);
}

// Registers an appointed visitor of the sample's office.
export function addVisitor({ data }, name, yomi) {
  const who = ["--name", name, "--yomi", yomi, "--role", "visitor"];
  const what = ["--category", "peer_supporter", "--office", "kokoro", "--appointed-on", "2024-10-25", "--data", data];
  execFileSync(program, ["member", "add", ...who, ...what]);
}

// Ends a membership.
export function endMember({ data }, member) {
  execFileSync(program, ["member", "end", member, "--data", data]);
}
