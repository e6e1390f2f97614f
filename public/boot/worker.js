// Keeps the service worker: registers it, looks for a new version now and then, offers it, and says whether the app
// can start without a network.
//
// What it tells the page: `<html data-version>`, and `<html data-offline>` = "ready" (every file is kept here),
// "holes" (some are missing), "none" (the first version was not taken, for a file did not arrive whole), or nothing yet. Each change is also an event `otozure:offline` on window, whose detail is
// { version, complete, missing }.

import { workerAddress } from "./trusted-types.js";
import { offerUpdate, offerReload } from "./update-bar.js";

// How often a page that stays open asks the relay for a new version, at most.
const LOOK_MS_MIN = 60 * 60 * 1000;

let controlled = false;
let accepted = false;
let reloaded = false;

export async function keepWorker() {
  const workers = navigator.serviceWorker;
  if (workers === undefined) return;
  controlled = workers.controller !== null;
  workers.addEventListener("controllerchange", whenTakenOver);
  try {
    const options = { scope: "/", updateViaCache: "none" };
    const registration = await workers.register(workerAddress(), options);
    watch(registration);
    lookNowAndThen(registration);
  } catch (error) {
    // Without a network the registration that is there stays as it is. Anything else shows in data-offline.
    console.warn("the service worker could not be registered", error);
  }
  const registration = await workers.ready;
  await checkFiles(registration.active);
}

// A first worker that takes the page over changes nothing for it. A new one does: this page asked for it, or another did.
function whenTakenOver() {
  if (accepted && !reloaded) {
    reloaded = true;
    location.reload();
  } else if (controlled && !accepted) {
    offerReload();
  }
  controlled = true;
}

function watch(registration) {
  const offer = () => {
    if (registration.waiting !== null && registration.active !== null) {
      offerUpdate(() => {
        accepted = true;
        // The worker that waits, as it is now: the one that was offered may have been followed by another.
        registration.waiting?.postMessage("activate-now");
      });
    }
  };
  const follow = (installing) => {
    installing?.addEventListener("statechange", () => {
      if (installing.state === "installed") offer();
      if (installing.state === "redundant" && registration.active === null) tell({ complete: false, missing: [] }, "none");
    });
  };
  offer();
  follow(registration.installing);
  registration.addEventListener("updatefound", () => follow(registration.installing));
}

function lookNowAndThen(registration) {
  let last = Date.now();
  const look = () => {
    if (document.visibilityState !== "visible" || Date.now() - last < LOOK_MS_MIN) return;
    last = Date.now();
    registration.update().catch(() => {});
  };
  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", look);
}

// Asks the worker whether it has every file, which also makes it fetch what is missing.
async function checkFiles(worker) {
  if (worker === null) return;
  const state = await ask(worker, "check-files");
  document.documentElement.dataset.version = state.version;
  tell(state, state.complete ? "ready" : "holes");
}

function tell(state, word) {
  document.documentElement.dataset.offline = word;
  window.dispatchEvent(new CustomEvent("otozure:offline", { detail: state }));
}

function ask(worker, question) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(event.data);
    worker.postMessage(question, [port2]);
  });
}
