// @ts-check
// Places a domain's estimate on a common scale.

/** Abilities beyond this are drawn at the edge; in logits, four standard deviations of the population. */
const EDGE = 4;

/**
 * @typedef {{domainId: string, title: string, mean: number, standardDeviation: number,
 *   interval: {low: number, high: number, confidence: number}, cut: number, mastery: number,
 *   level: "NOVICE"|"DEVELOPING"|"PROFICIENT"|"MASTERED", verdict: "ABOVE"|"NEAR"|"BELOW",
 *   answered: number, score: number}} Domain
 */

/** @param {number} ability @param {number} width @returns {number} */
export function at(ability, width) {
  const clamped = Math.max(-EDGE, Math.min(EDGE, ability));
  return Math.round((10 * width * (clamped + EDGE)) / (2 * EDGE)) / 10;
}

/**
 * Where the parts of a domain's bar stand.
 *
 * @param {Domain} domain
 * @param {number} width
 */
export function bar(domain, width) {
  const low = at(domain.interval.low, width);
  const high = at(domain.interval.high, width);
  return { low, length: Math.max(2, high - low), dot: at(domain.mean, width), cut: at(domain.cut, width) };
}

/**
 * Whether the server still works on it. A result that is not there yet answers 404.
 *
 * @param {{state?: string} | null} result
 */
export function isFinal(result) {
  return result !== null && result.state === "FINAL";
}
