// @ts-check
// The exam's time is the server's: this device only knows how far its own clock is off.

/**
 * @typedef {{offset: number, deadline: number | null}} ExamClock
 */

/**
 * @param {{serverTime: string, deadline: string | null}} view
 * @param {number} now of this device, when the view arrived
 * @returns {ExamClock}
 */
export function clockOf(view, now) {
  return {
    offset: Date.parse(view.serverTime) - now,
    deadline: view.deadline ? Date.parse(view.deadline) : null,
  };
}

/**
 * @param {ExamClock} clock
 * @param {number} now of this device
 * @returns {number | null} milliseconds; null without a deadline, never below zero
 */
export function remaining(clock, now) {
  return clock.deadline === null ? null : Math.max(0, clock.deadline - (now + clock.offset));
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
