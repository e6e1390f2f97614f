// Trusted Types, where the browser has them: the app's framework makes static markup out of texts of its own source,
// and nothing else may become markup or a script.

const HARMFUL = /<script|<iframe|<object|<embed|\son\w+\s*=|javascript:/i;

// Makes the two policies that the page's headers may name. Without Trusted Types this does nothing.
export function installTrustedTypes() {
  if (window.trustedTypes === undefined) return;
  window.trustedTypes.createPolicy("default", {
    createHTML(markup) {
      if (HARMFUL.test(markup)) throw new TypeError("this markup could run a script");
      return markup;
    },
  });
}

// The address of the service worker, which is the only script that is named by a text.
export function workerAddress(address) {
  if (window.trustedTypes === undefined) return address;
  const policy = window.trustedTypes.createPolicy("app", {
    createScriptURL(wanted) {
      if (wanted !== "/service-worker.js") throw new TypeError("this script is not the app's");
      return wanted;
    },
  });
  return policy.createScriptURL(address);
}
