// @ts-check
// The exam's time is the server's. Between two replies a clock counts on that nobody can set: a device
// whose time is wrong, or is changed in mid-exam, shows the same time left as any other.

/**
 * @typedef {{server: number, arrived: number, deadline: number | null}} ExamClock
 */

/**
 * @param {{serverTime: string, deadline: string | null}} view
 * @param {number} now of the monotonic clock (`performance.now()`), when the view arrived
 * @returns {ExamClock}
 */
export function clockOf(view, now) {
  return {
    server: Date.parse(view.serverTime),
    arrived: now,
    deadline: view.deadline ? Date.parse(view.deadline) : null,
  };
}

/**
 * @param {ExamClock} clock
 * @param {number} now of the monotonic clock
 * @returns {number | null} milliseconds; null without a deadline, never below zero
 */
export function remaining(clock, now) {
  return clock.deadline === null ? null : Math.max(0, clock.deadline - serverNow(clock, now));
}

/** @param {ExamClock} clock @param {number} now of the monotonic clock */
export const serverNow = (clock, now) => clock.server + now - clock.arrived;

/**
 * @param {ExamClock | null} before
 * @param {ExamClock} after
 * @returns {number} milliseconds by which the deadline has grown; 0 when it has not
 */
export function added(before, after) {
  if (!before || before.deadline === null || after.deadline === null) {
    return 0;
  }
  return Math.max(0, after.deadline - before.deadline);
}

const ANNOUNCED_MINUTES = [10, 5, 1];

/**
 * @param {number | null} before remaining at the last tick
 * @param {number | null} after remaining now
 * @returns {number | null} the minutes to announce, if a mark was passed
 */
export function markPassed(before, after) {
  if (before === null || after === null) {
    return null;
  }
  const passed = ANNOUNCED_MINUTES.filter((m) => before > m * 60_000 && after <= m * 60_000);
  return passed.at(-1) ?? null;
}
