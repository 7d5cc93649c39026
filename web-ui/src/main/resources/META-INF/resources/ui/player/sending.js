// @ts-check
// Gets answers to the server, one at a time and in order: each is in the log before it is sent, and
// sent again until the server has it. A repeat is harmless: the server answers the same answer with
// the same receipt.

/**
 * @typedef {import("./log.js").Answer} Answer
 * @typedef {{write(entry: import("./log.js").Entry): Promise<void>, remove(position: number): Promise<void>}} Log
 * @typedef {{
 *   put: (answer: Answer) => Promise<any>,
 *   accepted: (answer: Answer, reply: any) => void,
 *   refused: (answer: Answer, problem: any) => Promise<"again" | "drop" | "hold">,
 *   changed: () => void,
 *   later?: (work: () => void, millis: number) => any,
 *   chance?: () => number,
 * }} Ways
 */

/** The answers that this device still owes the server. */
export class Sending {
  /** @param {Log} log @param {Ways} ways */
  constructor(log, ways) {
    this.log = log;
    this.ways = ways;
    this.later = ways.later ?? ((work, millis) => setTimeout(work, millis));
    this.chance = ways.chance ?? Math.random;
    /** @type {Answer[]} */
    this.owed = [];
    /** @type {Map<number, unknown>} receipts by position */
    this.receipts = new Map();
    /** @type {Answer | null} */
    this.underway = null;
    this.tries = 0;
    this.held = false;
    this.ended = false;
    /** @type {any} */
    this.timer = undefined;
  }

  /** Whether the last try found nobody, so that the first answer owed waits. */
  get waiting() {
    return this.owed.length > 0 && this.tries > 0;
  }

  /** @param {import("./log.js").Entry[]} entries what the log held when the page was opened */
  resume(entries) {
    for (const { answer, receipt } of entries) {
      if (receipt !== null) {
        this.receipts.set(answer.position, receipt);
      } else if (!this.owed.some((known) => known.position === answer.position)) {
        this.owed.push(answer);
      }
    }
  }

  /** @param {Answer} answer replaces one for the same position that was not sent yet */
  async add(answer) {
    this.owed = [...this.owed.filter((a) => a === this.underway || a.position !== answer.position), answer];
    this.ways.changed();
    await this.log.write({ answer, receipt: null });
    await this.go();
  }

  /** Sends what is owed now rather than later; also ends a hold. */
  async go() {
    clearTimeout(this.timer);
    this.held = false;
    if (this.underway) {
      return;
    }
    while (this.owed.length > 0 && !this.held && !this.ended) {
      if (!(await this.first())) {
        return;
      }
    }
    this.ways.changed();
  }

  /** @returns {Promise<boolean>} whether to go on with the next */
  async first() {
    const answer = /** @type {Answer} */ (this.owed[0]);
    this.underway = answer;
    this.ways.changed();
    try {
      const reply = await this.ways.put(answer);
      this.tries = 0;
      this.receipts.set(answer.position, reply.receipt);
      await this.settle(answer, reply.receipt);
      this.underway = null;
      this.ways.accepted(answer, reply);
      return true;
    } catch (problem) {
      return await this.failed(answer, problem);
    } finally {
      this.underway = null;
    }
  }

  /** @param {Answer} answer @param {any} problem @returns {Promise<boolean>} */
  async failed(answer, problem) {
    const verdict = (problem.passing ?? true) ? "again" : await this.ways.refused(answer, problem);
    switch (verdict) {
      case "again": {
        this.tries++;
        const millis = pause(this.tries, problem.retryAfter ?? 0, this.chance());
        this.timer = this.later(() => this.go(), millis);
        break;
      }
      case "drop":
        this.tries = 0;
        await this.settle(answer, null);
        break;
      case "hold":
        this.held = true;
        break;
    }
    this.ways.changed();
    return verdict === "drop";
  }

  /** @param {Answer} answer is no longer owed @param {unknown} receipt null when it was refused */
  async settle(answer, receipt) {
    this.owed = this.owed.filter((a) => a !== answer);
    if (this.owed.some((a) => a.position === answer.position)) {
      // Changed meanwhile: the log holds the newer answer, which is still to be sent.
      return;
    }
    await (receipt === null ? this.log.remove(answer.position) : this.log.write({ answer, receipt }));
  }

  end() {
    this.ended = true;
    clearTimeout(this.timer);
  }
}

/**
 * How long to wait before a try: anywhere up to a ceiling that doubles from half a second to 8 s, so
 * that devices cut off together do not come back together; and never less than the server asked for.
 *
 * @param {number} attempt 1 for the first repeat
 * @param {number} retryAfter seconds the server asked for, 0 for none
 * @param {number} chance between 0 and 1
 * @returns {number} milliseconds
 */
export function pause(attempt, retryAfter, chance) {
  const ceiling = Math.min(8_000, 500 * 2 ** Math.min(attempt - 1, 10));
  return Math.round(retryAfter * 1000 + Math.max(100, ceiling * chance));
}

/**
 * The receipts of answers that the server's view does not have, and once had.
 *
 * @param {{answers: {position: number}[]}} view
 * @param {Map<number, unknown>} receipts
 * @returns {number[]} their positions
 */
export function missing(view, receipts) {
  const there = new Set(view.answers.map((answer) => answer.position));
  return [...receipts.keys()].filter((position) => !there.has(position)).sort((a, b) => a - b);
}
