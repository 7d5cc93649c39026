// @ts-check
// Whether a window is long enough for everybody, extra time and breaks included.
import { minutesIn } from "../home/model.js";

/**
 * What a window means for each group of learners who get the same time.
 *
 * @param {{role: string, extraTimeFactor: number, breakTime: string}[]} members
 * @param {{timeLimit: string | null} | undefined} exam
 * @param {string | undefined} opensAt
 * @param {string | undefined} closesAt
 * @returns {{learners: number, minutes: number, extra: number, endsAt: string, fits: boolean}[]} the least time first; none while the window
 *   is not said, or where there is no time limit
 */
export function windowsOf(members, exam, opensAt, closesAt) {
  const usual = minutesIn(exam?.timeLimit);
  const [opens, closes] = [Date.parse(opensAt ?? ""), Date.parse(closesAt ?? "")];
  if (usual === null || Number.isNaN(opens) || Number.isNaN(closes)) {
    return [];
  }
  /** @type {Map<number, number>} */
  const groups = new Map();
  for (const { role, extraTimeFactor, breakTime } of members) {
    if (role === "LEARNER") {
      const minutes = Math.round(usual * extraTimeFactor) + (minutesIn(breakTime) ?? 0);
      groups.set(minutes, (groups.get(minutes) ?? 0) + 1);
    }
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([minutes, learners]) => {
      const ends = opens + minutes * 60_000;
      return { learners, minutes, extra: minutes - usual, endsAt: new Date(ends).toISOString(), fits: ends <= closes };
    });
}
