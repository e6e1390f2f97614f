// The lines that a process prints, to be waited for.

import { createInterface } from "node:readline";

// How long a line may take. A relay that has to fill an empty database on a busy machine needs most of a second.
const LINE_MS_MAX = 60_000;

// Collects the lines of a stream. `find(match)` gives the first result of `match(line)` that is not undefined, of a
// line that was printed already or the next one that is; it fails if the stream ends first.
export function collectLines(stream, name) {
  const lines = [];
  const waiting = new Set();
  let ended = false;
  const reader = createInterface({ input: stream });
  reader.on("line", (line) => {
    lines.push(line);
    for (const look of waiting) look();
  });
  reader.on("close", () => {
    ended = true;
    for (const look of waiting) look();
  });
  const find = (match) =>
    new Promise((resolve, reject) => {
      let seen = 0;
      const stop = (settle, value) => {
        clearTimeout(limit);
        waiting.delete(look);
        settle(value);
      };
      const fail = (why) => stop(reject, new Error(`${name} ${why}; it printed:\n${lines.join("\n")}`));
      const limit = setTimeout(() => fail(`did not print what was waited for in ${LINE_MS_MAX} ms`), LINE_MS_MAX);
      const look = () => {
        while (seen < lines.length) {
          const found = match(lines[seen++]);
          if (found !== undefined) return stop(resolve, found);
        }
        if (ended) fail("ended");
      };
      waiting.add(look);
      look();
    });
  return { lines, find };
}
