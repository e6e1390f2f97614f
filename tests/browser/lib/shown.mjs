// What a page showed when something that was waited for did not come: without it, a failure on another machine cannot be
// understood. The persons of these journeys are invented.

// How much of a page's words is told.
const SHOWN_CHARACTERS_MAX = 1_500;

// Waits for a promise; if it fails, the failure also says where the page was and what it showed.
export async function orTell(page, promise) {
  try {
    return await promise;
  } catch (error) {
    const shown = await page.evaluate(() => `${location.pathname}\n${document.body?.innerText}`).catch(String);
    throw new Error(`${error.message}\nThe page showed: ${shown.slice(0, SHOWN_CHARACTERS_MAX)}`, { cause: error });
  }
}
