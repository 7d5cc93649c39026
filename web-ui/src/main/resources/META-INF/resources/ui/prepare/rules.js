// @ts-check
// An exam's rules, as sentences for the one who is about to sit it.
import { minutesIn } from "../home/model.js";

/**
 * @param {typeof import("../messages/en.js").text.prepare} words
 * @param {any} exam
 * @param {any | null} assignment with what is this learner's own: `timeLimit`, `attempts`, `endsAt`
 * @param {number} now
 * @returns {string[]}
 */
export function rulesOf(words, exam, assignment, now) {
  const usual = minutesIn(exam.timeLimit);
  const own = minutesIn(assignment?.timeLimit) ?? usual;
  const attempts = assignment?.attempts ?? exam.maxAttempts;
  return [
    words.length(exam.minLength, exam.maxLength),
    ...time(words, usual, own, assignment, now),
    words.back[/** @type {"FIXED"} */ (exam.mode)],
    words.after[/** @type {"AT_END"} */ (exam.feedback)],
    attempts === null || attempts === undefined ? words.anyAttempts : words.attempts(attempts),
    words.cut,
    ...(exam.mode === "PRACTICE" ? [] : [words.noted]),
    ...(own === null ? [] : [words.ended]),
  ];
}

/**
 * @param {typeof import("../messages/en.js").text.prepare} words
 * @param {number | null} usual minutes for everybody
 * @param {number | null} own minutes for this learner
 * @param {any | null} assignment
 * @param {number} now
 */
function time(words, usual, own, assignment, now) {
  if (own === null || usual === null) {
    return [words.noTime];
  }
  const opened = Math.max(now, assignment ? Date.parse(assignment.opensAt) : now);
  const wished = opened + own * 60_000;
  const closes = assignment ? Date.parse(assignment.closesAt) : Infinity;
  return [
    own > usual ? words.extraTime(own, usual) : words.time(own),
    closes < wished ? words.closesFirst(assignment.closesAt) : words.endsAt(new Date(wished).toISOString()),
  ];
}
