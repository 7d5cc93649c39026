// @ts-check
// A question while it is being written: plain data, changed by copying.

/**
 * @typedef {{id: string | null, text: string, correct: boolean, rationale: string}} DraftOption
 * @typedef {{courseId: string, domainId: string, topics: string[], difficulty: string, level: string | null, stem: string,
 *   options: DraftOption[], explanation: string, source: string | null, enemies: string[]}} Draft
 */

const USUAL_OPTIONS = 6;
const MOST_OPTIONS = 10;
const LEAST_OPTIONS = 2;

/** @param {string} courseId @param {string} domainId @param {string} topic @returns {Draft} */
export function blank(courseId, domainId, topic) {
  const options = Array.from({ length: USUAL_OPTIONS }, (_, n) => ({ id: null, text: "", correct: n === 0, rationale: "" }));
  return { courseId, domainId, topics: [topic], difficulty: "MEDIUM", level: null, stem: "", options, explanation: "", source: null, enemies: [] };
}

/** @param {any} question as the server sends it @returns {Draft} what an edit may send */
export function draftOf({ courseId, domainId, topics, difficulty, level, stem, options, explanation, source, enemies }) {
  return { courseId, domainId, topics, difficulty, level, stem, options, explanation, source, enemies };
}

/** @param {Draft} draft @param {number} n @param {Partial<DraftOption>} change @returns {Draft} */
export function withOption(draft, n, change) {
  return { ...draft, options: draft.options.map((option, m) => (m === n ? { ...option, ...change } : option)) };
}

/** Exactly one is the key. @param {Draft} draft @param {number} n @returns {Draft} */
export function withKey(draft, n) {
  return { ...draft, options: draft.options.map((option, m) => ({ ...option, correct: m === n })) };
}

/** @param {Draft} draft @returns {Draft} */
export function withOneMore(draft) {
  return draft.options.length >= MOST_OPTIONS
    ? draft
    : { ...draft, options: [...draft.options, { id: null, text: "", correct: false, rationale: "" }] };
}

/** @param {Draft} draft @param {number} n @returns {Draft} the key stays */
export function withoutOption(draft, n) {
  return draft.options.length <= LEAST_OPTIONS || draft.options[n]?.correct
    ? draft
    : { ...draft, options: draft.options.filter((_, m) => m !== n) };
}
