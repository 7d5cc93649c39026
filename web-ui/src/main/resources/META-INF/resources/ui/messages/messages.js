// @ts-check
// Which language the pages speak. A language is a file beside this one, and a line here.

/** @type {Record<string, string>} what each calls itself */
export const languages = { en: "English", de: "Deutsch" };

const STORED = "sextant.language";

/**
 * @param {string | null} stored what was chosen on this device
 * @param {readonly string[]} wished by the browser, best first
 * @returns {string} the first that there is, English otherwise
 */
export function languageFor(stored, wished) {
  const asked = [stored ?? "", ...wished].map((tag) => tag.toLowerCase().split("-")[0] ?? "");
  return asked.find((tag) => Object.hasOwn(languages, tag)) ?? "en";
}

/** @returns {string | null} */
function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

/** @param {string} language shown from now on; the page is loaded anew */
export function speak(language) {
  localStorage.setItem(STORED, language);
  location.reload();
}

export const language = languageFor(stored(), globalThis.navigator?.languages ?? []);

/** @type {typeof import("./en.js").text} */
export const text = (await import(`./${language}.js`)).text;

/**
 * A duration as a clock shows it.
 *
 * @param {number} millis
 * @returns {string}
 */
export function timeLeft(millis) {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const h = Math.floor(seconds / 3600);
  const m = Math.floor((seconds % 3600) / 60);
  return h > 0 ? `${h}:${two(m)}:${two(seconds % 60)}` : `${two(m)}:${two(seconds % 60)}`;
}
