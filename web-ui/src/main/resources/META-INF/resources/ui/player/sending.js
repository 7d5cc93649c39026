// @ts-check
// Gets one answer to the server: it is kept on this device until the server has it, and sent again
// until then. A repeat is harmless: the server answers the same answer with the same receipt.

/**
 * @typedef {{position: number, questionId: string, optionId: string, elapsedMillis: number}} Answer
 */

const PREFIX = "sextant.unsent.";

/** The answer that this device still owes the server. */
export class Unsent {
  /** @param {Storage} storage @param {string} sessionId */
  constructor(storage, sessionId) {
    this.storage = storage;
    this.key = PREFIX + sessionId;
  }

  /** @param {Answer} answer */
  keep(answer) {
    try {
      this.storage.setItem(this.key, JSON.stringify(answer));
    } catch {
      // A full or forbidden storage: the answer is then kept in this page alone.
    }
  }

  /** @returns {Answer | null} */
  find() {
    try {
      return JSON.parse(this.storage.getItem(this.key) ?? "null");
    } catch {
      return null;
    }
  }

  forget() {
    try {
      this.storage.removeItem(this.key);
    } catch {
      // Nothing was kept.
    }
  }
}

/**
 * How long to wait before a try: doubling from half a second to 15 s, with jitter, and never less
 * than the server asked for.
 *
 * @param {number} attempt 1 for the first repeat
 * @param {number} retryAfter seconds the server asked for, 0 for none
 * @param {number} chance between 0 and 1
 * @returns {number} milliseconds
 */
export function pause(attempt, retryAfter, chance) {
  const ceiling = Math.min(15_000, 500 * 2 ** Math.min(attempt - 1, 10));
  return Math.max(retryAfter * 1000, Math.round(ceiling / 2 + (ceiling / 2) * chance));
}
