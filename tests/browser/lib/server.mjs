// The real relay, as a process of its own on this machine's loopback address.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { collectLines } from "./lines.mjs";
import { builtApp, root, temporaryFolder } from "./paths.mjs";

// The relay's program. OTOZURE_SERVER names another.
const program = process.env.OTOZURE_SERVER ?? join(root, "target/debug/otozure");

// Starts a relay. Gives, as soon as it listens:
//   url, port        where it is; give `port` to a later start so that the devices find it again
//   data             its data folder; give it to a later start so that it remembers
//   link(role, name) the sign-in link printed for that role (and person), waiting for it if need be
//   lines            what it has printed so far
//   kill(signal)     ends it at once (SIGKILL unless named) and waits for its end
//   stop()           asks it to end (SIGTERM) and waits for its end
// `links: false` prints no new links, as at a restart. `app` is another folder to serve, `more` further words.
export async function startServer(options = {}) {
  const { data = temporaryFolder("data"), dataset = "kanagawa-r6", port = 0, app = builtApp, links = true, more = [] } = options;
  const words = ["serve", "--data", data, "--listen", `127.0.0.1:${port}`, "--app", app, "--dataset", dataset, ...more];
  if (links) words.push("--links");
  const child = spawn(program, words, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const { lines, find } = collectLines(child.stdout, "the relay");
  const end = async (signal) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  // A test run that is broken off leaves no relay behind.
  const endWithThisProcess = () => child.kill("SIGKILL");
  process.once("exit", endWithThisProcess);
  ended.then(() => process.off("exit", endWithThisProcess));
  const url = await find((line) => line.match(/^listening on (http:\/\/\S+)$/)?.[1]);
  return {
    url,
    port: Number(new URL(url).port),
    data,
    lines,
    link: (role, name) => find((line) => linkOf(line, role, name)),
    kill: (signal = "SIGKILL") => end(signal),
    stop: () => end("SIGTERM"),
  };
}

// The address in a line `link <role> <name> <url>`, if it is for this role, and for this name where one is given.
function linkOf(line, role, name) {
  const [, itsRole, itsName, url] = line.match(/^link (\S+) (.+) (\S+)$/) ?? [];
  return itsRole === role && (name === undefined || itsName === name) ? url : undefined;
}
