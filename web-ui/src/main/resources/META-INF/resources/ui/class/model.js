// @ts-check
// Whether a window is long enough for everybody, extra time included.
import { minutesIn } from "../home/model.js";

/**
 * What a window means for each group of learners with the same extra time.
 *
 * @param {{role: string, extraTimeFactor: number}[]} members
 * @param {{timeLimit: string | null} | undefined} exam
 * @param {string | undefined} opensAt
 * @param {string | undefined} closesAt
 * @returns {{factor: number, learners: number, minutes: number, endsAt: string, fits: boolean}[]} the least time first; none
 *   while the window is not said, or where there is no time limit
 */
export function windowsOf(members, exam, opensAt, closesAt) {
  const usual = minutesIn(exam?.timeLimit);
  const [opens, closes] = [Date.parse(opensAt ?? ""), Date.parse(closesAt ?? "")];
  if (usual === null || Number.isNaN(opens) || Number.isNaN(closes)) {
    return [];
  }
  /** @type {Map<number, number>} */
  const groups = new Map();
  for (const { role, extraTimeFactor } of members) {
    if (role === "LEARNER") {
      groups.set(extraTimeFactor, (groups.get(extraTimeFactor) ?? 0) + 1);
    }
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([factor, learners]) => {
      const minutes = Math.round(usual * factor);
      const ends = opens + minutes * 60_000;
      return { factor, learners, minutes, endsAt: new Date(ends).toISOString(), fits: ends <= closes };
    });
}
