// @ts-check
// One reviewed question in the order and under the letters that the learner saw.

/**
 * @typedef {{position: number, questionId: string, domainId: string, elapsedMillis: number, stem: string,
 *   explanation: string, correct: boolean,
 *   options: {id: string, letter: string, text: string, rationale: string, mine: boolean, right: boolean}[]}} Reviewed
 */

const LETTERS = "ABCDEFGHIJ";

/** @param {any} question as the server sends it @returns {Reviewed} */
export function reviewed(question) {
  const { correctOptionId: key, answeredOptionId: mine } = question;
  return {
    position: question.position,
    questionId: question.questionId,
    domainId: question.domainId,
    elapsedMillis: question.elapsedMillis ?? 0,
    stem: question.stem,
    explanation: question.explanation,
    correct: mine === key,
    options: question.options.map((/** @type {any} */ option, /** @type {number} */ n) => ({
      id: option.id,
      letter: LETTERS.charAt(n),
      text: option.text,
      rationale: option.rationale,
      mine: option.id === mine,
      right: option.id === key,
    })),
  };
}

/** @param {Reviewed[]} questions @returns {Reviewed[]} what went wrong first, each part in the exam's order */
export const wrongFirst = (questions) =>
  questions.toSorted((a, b) => Number(a.correct) - Number(b.correct) || a.position - b.position);
