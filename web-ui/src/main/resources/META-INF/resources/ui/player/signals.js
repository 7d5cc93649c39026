// @ts-check
// What the page notices during an exam, for the instructor: sent when it can be, never in the way of an answer.

/** @typedef {{type: "FOCUS_LOST" | "FOCUS_BACK" | "CONNECTION_LOST" | "CONNECTION_BACK", at: string}} Signal */

/** As many as the service takes at once; of a longer time without network the last ones are kept. */
const MOST = 50;

export class Signals {
  /** @param {(signals: Signal[]) => Promise<any>} send */
  constructor(send) {
    this.send = send;
    /** @type {Signal[]} */
    this.waiting = [];
    this.busy = false;
  }

  /** @param {Signal["type"]} type @param {Date} at @returns {Promise<void>} */
  note(type, at) {
    this.waiting = [...this.waiting, { type, at: at.toISOString() }].slice(-MOST);
    return this.go();
  }

  async go() {
    if (this.busy || this.waiting.length === 0) {
      return;
    }
    this.busy = true;
    const sent = this.waiting;
    try {
      await this.send(sent);
      this.waiting = this.waiting.filter((signal) => !sent.includes(signal));
    } catch (problem) {
      // What the server will not have is given up; what it could not take is tried with the next one.
      if (!(/** @type {{passing?: boolean}} */ (problem).passing)) {
        this.waiting = this.waiting.filter((signal) => !sent.includes(signal));
      }
    } finally {
      this.busy = false;
    }
  }
}
