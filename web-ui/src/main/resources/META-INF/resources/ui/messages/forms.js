// @ts-check
// How a language writes numbers, dates and counted things.

/** @param {string} locale */
export function formsOf(locale) {
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: "medium", hourCycle: "h23" });
  const minute = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 2, minimumFractionDigits: 2 });
  const whole = new Intl.NumberFormat(locale);
  return {
    /** @param {string} at */
    dateTime: (at) => dateTime.format(new Date(at)),
    /** @param {string} at */
    day: (at) => day.format(new Date(at)),
    /** @param {Date} at */
    clock: (at) => clock.format(at),
    /** @param {string} at */
    minute: (at) => minute.format(new Date(at)),
    /** @param {number} share between 0 and 1; never claims certainty that is not there */
    percent: (share) => `${share > 0 && share < 1 ? Math.min(99, Math.max(1, Math.round(100 * share))) : 100 * share} %`,
    /** @param {string} low @param {string} high @param {string} to one figure when both read alike */
    range: (low, high, to) => (low === high ? low : `${low} ${to} ${high}`),
    /** @param {number} n */
    decimal: (n) => decimal.format(n),
    /** @param {number} n */
    whole: (n) => whole.format(n),
    /** @param {number} n @param {string} one @param {string} many */
    count: (n, one, many) => `${whole.format(n)} ${n === 1 ? one : many}`,
  };
}
