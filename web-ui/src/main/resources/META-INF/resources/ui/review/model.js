// @ts-check
// One reviewed question in the order and under the letters that the learner saw.

/**
 * @typedef {{position: number, questionId: string, stem: string, explanation: string, correct: boolean,
 *   options: {id: string, letter: string, text: string, rationale: string, mine: boolean, right: boolean}[]}} Reviewed
 */

const LETTERS = "ABCDEFGHIJ";

/**
 * The rationales may stand beside the options or in a map by option id, and the key may be named or
 * marked: both are the same fact.
 *
 * @param {any} question as the server sends it
 * @returns {Reviewed}
 */
export function reviewed(question) {
  const key =
    question.correctOptionId ?? question.options.find((/** @type {any} */ o) => o.correct)?.id;
  const mine = question.answeredOptionId ?? null;
  return {
    position: question.position,
    questionId: question.questionId,
    stem: question.stem,
    explanation: question.explanation ?? "",
    correct: mine !== null && mine === key,
    options: question.options.map((/** @type {any} */ option, /** @type {number} */ n) => ({
      id: option.id,
      letter: LETTERS.charAt(n),
      text: option.text,
      rationale: option.rationale ?? question.rationales?.[option.id] ?? "",
      mine: option.id === mine,
      right: option.id === key,
    })),
  };
}
