// Starts the app, and stands by it: whatever goes wrong, a person reads what happened, that their words are on this
// device, and what to do next. It must never remove a cache, a worker or anything stored: on a device without a
// network that would be the only copy.

import { layStretchAddress, markup } from "./trusted-types.js";
import { missingParts } from "./needs.js";
import { keepWorker } from "./worker.js";
import { showFailedStart, showStopped, showUnsupported } from "./panels.js";

// How long a start may take before the page says that it did not succeed.
const START_MS_MAX = 15_000;

const page = document.documentElement;

function isReady() {
  return page.dataset.app === "ready";
}

// The app says that it is ready with `<html data-app="ready">`; from then on the static shell is not needed.
function whenReady() {
  return new Promise((resolve) => {
    const look = () => {
      if (!isReady()) return;
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(look);
    observer.observe(page, { attributes: true, attributeFilter: ["data-app"] });
    look();
  });
}

function watchForTheEnd() {
  let stopped = false;
  const stop = (detail) => {
    if (stopped) return;
    stopped = true;
    page.dataset.app = "stopped";
    showStopped(detail);
  };
  // From the app's own panic hook: nothing of it runs after that.
  window.addEventListener("otozure:stopped", (event) => stop(event.detail));
  // A trap (memory, stack) ends the module without a panic.
  const trapped = (reason) => {
    if (reason instanceof WebAssembly.RuntimeError) stop(String(reason.message));
  };
  window.addEventListener("error", (event) => trapped(event.error));
  window.addEventListener("unhandledrejection", (event) => trapped(event.reason));
}

async function start() {
  const missing = missingParts();
  if (missing.length > 0) {
    showUnsupported(missing);
    return;
  }
  watchForTheEnd();
  const watchdog = setTimeout(() => {
    if (page.dataset.app === undefined) showFailedStart("15秒待っても始まりませんでした");
  }, START_MS_MAX);
  whenReady().then(() => {
    clearTimeout(watchdog);
    document.getElementById("shell")?.remove();
    document.getElementById("boot-panel")?.remove();
  });
  keepWorker();
  const address = document.querySelector("script[data-app]").dataset.app;
  try {
    layStretchAddress();
    const app = await import(address);
    app.trustMarkup(markup);
    await app.default();
  } catch (error) {
    if (page.dataset.app !== undefined) throw error;
    clearTimeout(watchdog);
    showFailedStart(String(error));
  }
}

start();
