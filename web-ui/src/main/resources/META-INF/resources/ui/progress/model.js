// @ts-check
// How beliefs about one domain changed, as points of a drawing.

/** The drawing's size in its own units; the page stretches it. */
export const WIDTH = 320;
export const HEIGHT = 120;

/** Abilities beyond this are drawn at the edge, in logits. */
const EDGE = 4;

/** Half of a band that holds with 90 % probability, in standard deviations. */
const BAND = 1.645;

/** @param {number} ability @returns {number} from the top */
export const heightOf = (ability) => {
  const clamped = Math.max(-EDGE, Math.min(EDGE, ability));
  return Math.round((10 * HEIGHT * (EDGE - clamped)) / (2 * EDGE)) / 10;
};

/**
 * @param {{at: string, mean: number, standardDeviation: number}[]} trend oldest first
 * @returns {{at: string, mean: number, standardDeviation: number, x: number, y: number, low: number, high: number}[]}
 */
export function pointsOf(trend) {
  const step = trend.length > 1 ? (WIDTH - 40) / (trend.length - 1) : 0;
  return trend.map((point, n) => ({
    ...point,
    x: trend.length > 1 ? Math.round(10 * (20 + n * step)) / 10 : WIDTH / 2,
    y: heightOf(point.mean),
    low: heightOf(point.mean - BAND * point.standardDeviation),
    high: heightOf(point.mean + BAND * point.standardDeviation),
  }));
}

/**
 * What one attempt says by the questions that were new to the learner.
 *
 * @param {any} result as the server sends it; without `retake` every question was new
 */
export function freshOf({ sessionId, title, startedAt, answered, score, retake }) {
  const [right, of] = retake ? [retake.freshScore, retake.freshAnswered] : [score, answered];
  return { sessionId, title, startedAt, right, of, ...wilson(right, of), seenRight: retake?.seenScore ?? 0, seen: retake?.seenAnswered ?? 0 };
}

/**
 * Attempts that met new questions, as points of a drawing: the share of right answers among those, from the bottom up.
 *
 * @param {ReturnType<typeof freshOf>[]} attempts oldest first
 */
export function sharesOf(attempts) {
  const met = attempts.filter((one) => one.of > 0);
  const step = met.length > 1 ? (WIDTH - 40) / (met.length - 1) : 0;
  const up = (/** @type {number} */ share) => Math.round(10 * HEIGHT * (1 - share)) / 10;
  return met.map((one, n) => ({
    sessionId: one.sessionId,
    share: one.right / one.of,
    x: met.length > 1 ? Math.round(10 * (20 + n * step)) / 10 : WIDTH / 2,
    y: up(one.right / one.of),
    low: up(one.low),
    high: up(one.high),
  }));
}

/**
 * Where the share lies with 90 % confidence (E. B. Wilson 1927): honest for few answers too.
 *
 * @param {number} right
 * @param {number} of
 */
export function wilson(right, of) {
  if (of === 0) {
    return { low: 0, high: 1 };
  }
  const share = right / of;
  const spread = (BAND * BAND) / of;
  const middle = (share + spread / 2) / (1 + spread);
  const half = (BAND * Math.sqrt((share * (1 - share)) / of + spread / (4 * of))) / (1 + spread);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
