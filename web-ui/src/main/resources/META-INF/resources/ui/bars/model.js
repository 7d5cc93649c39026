// @ts-check
// Places a domain's estimate on a common scale.

/** Abilities beyond this are drawn at the edge; in logits, four standard deviations of the population. */
const EDGE = 4;

/**
 * @typedef {{domainId: string, title: string, mean: number, standardDeviation: number,
 *   interval: {low: number, high: number, confidence: number}, cut: number, mastery: number,
 *   level: "NOVICE"|"DEVELOPING"|"PROFICIENT"|"MASTERED", verdict?: "ABOVE"|"NEAR"|"BELOW",
 *   answered: number, score?: number}} Domain verdict and score stand in a result only
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
 * Where the parts of a domain's bar stand, in per cent; near the mark is a band that holds it.
 *
 * @param {Domain} domain
 * @returns {{low: number, length: number, dot: number, cut: number, verdict: "ABOVE"|"NEAR"|"BELOW"}}
 */
export function bar(domain) {
  const low = at(domain.interval.low);
  const length = Math.round(10 * Math.max(0.5, at(domain.interval.high) - low)) / 10;
  const { interval, cut } = domain;
  const verdict = domain.verdict ?? (interval.low > cut ? "ABOVE" : interval.high < cut ? "BELOW" : "NEAR");
  return { low, length, dot: at(domain.mean), cut: at(cut), verdict };
}
