// What must hold of every page at every width: nothing to scroll sideways, no text cut off or tiny, nothing small to
// press, no style in the markup, no barrier that axe-core knows.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// WCAG 2.2 AA, which holds JIS X 8341-3 AA.
const WCAG = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] };

// Sizes in CSS pixels.
const LIMITS = {
  target: 44,
  text: 14,
  // Below this Safari on an iPhone zooms into a field that is written in.
  field: 16,
};

// Everything that is wrong with the page as it stands, as texts.
export async function layoutProblems(page) {
  await settled(page);
  return page.evaluate(findLayoutProblems, LIMITS);
}

// The violations that axe-core finds, as texts; `rules` are all of WCAG's unless named. Its source comes through the
// debugger, as the page's policy lets no foreign script in.
export async function accessibilityProblems(page, rules = WCAG) {
  await settled(page);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  return page.evaluate(async (runOnly) => {
    const { violations } = await window.axe.run(document, {
      runOnly,
      resultTypes: ["violations"],
      preload: false,
    });
    return violations.map(({ id, help, nodes }) => {
      const where = nodes.map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`);
      return `axe ${id} (${help}): ${where.join("; ")}`;
    });
  }, rules);
}

// Waits until fonts are there and the page was painted in its present size.
function settled(page) {
  return page.evaluate(async () => {
    await document.fonts.ready;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
  });
}

// Runs in the page.
function findLayoutProblems(limits) {
  const problems = [];
  const tolerance = 1;

  const name = (element) => {
    const words = (element.getAttribute("aria-label") ?? element.innerText ?? "").trim().slice(0, 30);
    const classes = [...element.classList].map((one) => `.${one}`).join("");
    return `<${element.localName}${element.id ? `#${element.id}` : ""}${classes}> ${words}`;
  };
  const spoken = (element) => element.closest(".visually-hidden:not(:focus-within)") !== null;
  const shown = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return element.checkVisibility({ checkVisibilityCSS: true }) && width > 0 && height > 0 && !spoken(element);
  };
  const isField = (element) => element.matches("input, select, textarea");
  const all = [...document.body.querySelectorAll("*")].filter((element) => !element.closest("svg") && shown(element));

  const sideways = document.scrollingElement.scrollWidth - innerWidth;
  if (sideways > 0) {
    const widest = all.filter((element) => element.getBoundingClientRect().right > innerWidth + tolerance);
    problems.push(`scrolls sideways by ${sideways} px: ${widest.slice(0, 3).map(name).join(", ")}`);
  }

  for (const element of document.querySelectorAll("[style]")) problems.push(`style in the markup: ${name(element)}`);

  // Text cut off: by a box that hides what is too much for it, or by a field that shows less than was written.
  for (const element of all) {
    const { overflowX, overflowY } = getComputedStyle(element);
    const hides = (overflow) => ["hidden", "clip"].includes(overflow);
    const wider = element.scrollWidth - element.clientWidth > tolerance;
    const higher = element.scrollHeight - element.clientHeight > tolerance;
    if (isField(element)) {
      if (element.localName === "textarea" && higher) problems.push(`text hidden in its field: ${name(element)}`);
    } else if ((hides(overflowX) && wider) || (hides(overflowY) && higher)) {
      problems.push(`cut off: ${name(element)}`);
    } else if (element.matches("a, button, summary, label, td, th") && wider) {
      problems.push(`sticks out: ${name(element)}`);
    }
  }

  // Text that is too small, or beyond the edge of the screen. Tables may be scrolled, and say so.
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const element = text.parentElement;
    if (text.data.trim() === "" || element.closest("svg, script, style, noscript") || !shown(element)) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < limits.text) problems.push(`text of ${size} px: ${name(element)}`);
    const range = document.createRange();
    range.selectNodeContents(text);
    const { left, right } = range.getBoundingClientRect();
    const scrolls = element.closest(".table-frame__scroll") !== null;
    const skips = element.matches(".skip-link");
    if (!scrolls && !skips && (left < -tolerance || right > innerWidth + tolerance)) {
      problems.push(`beyond the edge: ${name(element)}`);
    }
  }
  for (const element of all.filter((one) => one.matches("input:not([type=checkbox], [type=radio]), select, textarea"))) {
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < limits.field) problems.push(`text of ${size} px in a field: ${name(element)}`);
  }

  // Whether pressing this far from the middle of an element presses it.
  const presses = (element, x, y) => {
    const box = element.getBoundingClientRect();
    const hit = document.elementFromPoint(box.left + box.width / 2 + x, box.top + box.height / 2 + y);
    return hit !== null && (element.contains(hit) || hit.closest("label")?.control === element);
  };
  // A link in the middle of a sentence is as high as its line.
  const inSentence = (element) => {
    if (element.localName !== "a" || getComputedStyle(element).display !== "inline") return false;
    return element.parentElement.innerText.trim().length > element.innerText.trim().length;
  };
  const pressed = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=option]";
  for (const element of all.filter((one) => one.matches(pressed) && !one.matches(".skip-link"))) {
    const boxes = [element, ...(element.labels ?? [])].map((one) => one.getBoundingClientRect());
    const large = boxes.some((box) => box.width >= limits.target - 0.5 && box.height >= limits.target - 0.5);
    if (large || inSentence(element)) continue;
    // It may be drawn small and be pressed on a larger ground.
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const reach = limits.target / 2 - 1;
    if (![[reach, 0], [-reach, 0], [0, reach], [0, -reach]].every(([x, y]) => presses(element, x, y))) {
      const { width, height } = element.getBoundingClientRect();
      problems.push(`target of ${Math.round(width)} x ${Math.round(height)} px: ${name(element)}`);
    }
  }
  scrollTo({ top: 0, behavior: "instant" });
  return problems;
}
