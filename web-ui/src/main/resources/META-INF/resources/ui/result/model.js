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

/**
 * Where an ability stands, in per cent of the scale from left to right.
 *
 * @param {number} ability
 */
export function at(ability) {
  const clamped = Math.max(-EDGE, Math.min(EDGE, ability));
  return Math.round((1000 * (clamped + EDGE)) / (2 * EDGE)) / 10;
}

/**
 * Where the parts of a domain's bar stand, in per cent.
 *
 * @param {Domain} domain
 */
export function bar(domain) {
  const low = at(domain.interval.low);
  const length = Math.round(10 * Math.max(0.5, at(domain.interval.high) - low)) / 10;
  return { low, length, dot: at(domain.mean), cut: at(domain.cut) };
}

/**
 * Whether the server is done with it; until then it says `PROVISIONAL`, or 404.
 *
 * @param {{state?: string} | null} result
 */
export function isFinal(result) {
  return result !== null && result.state === "FINAL";
}
