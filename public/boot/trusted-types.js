// Trusted Types: the browser takes no text for markup, nor for the address of a script, but through the one policy
// that the page's headers name (server/src/router.rs). It is made here, once, and stands in nothing that another script
// could reach: a text that got into the page can neither use it nor make one of its own.

// What the app's framework makes out of the static texts of its own source: never a word of anybody.
const HARMFUL = /<(script|iframe|object|embed|base|link|meta|form)\b|\son\w+\s*=|javascript:|srcdoc/i;
const WORKER = "/service-worker.js";
const STRETCH = /^\/assets\/stretch-[0-9a-f]+\/worker\.js$/;

const rules = {
  createHTML(markup) {
    if (HARMFUL.test(markup)) throw new TypeError("this markup is not of the app's own source");
    return markup;
  },
  createScriptURL(address) {
    if (address !== WORKER && !STRETCH.test(address)) throw new TypeError("this script is not the app's");
    return address;
  },
};
// A browser without Trusted Types takes texts, and the same rules hold.
const policy = window.trustedTypes?.createPolicy("otozure", rules) ?? rules;

// Markup for the app's own module, which is given this function and nothing else.
export const markup = (text) => policy.createHTML(text);

// The address of the service worker.
export const workerAddress = () => policy.createScriptURL(WORKER);

// Lays the address of the worker that makes secrets long where the app looks for it: beside its text in the page.
export function layStretchAddress() {
  const script = document.querySelector("script[data-stretch]");
  script.stretch = policy.createScriptURL(script.dataset.stretch);
}
