// The worker that makes a secret long. It answers one question and is ended by whoever asked, which takes its memory
// with it. It must never keep what it was given.

import init, { stretch } from "./stretch.js";

self.onmessage = async ({ data }) => {
  await init();
  const begun = performance.now();
  const bytes = stretch(data.secret, data.salt, data.memory, data.passes);
  self.postMessage({ bytes, ms: performance.now() - begun });
};
