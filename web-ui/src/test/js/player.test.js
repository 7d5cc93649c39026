// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { added, clockOf, markPassed, remaining } from "../../main/resources/META-INF/resources/ui/player/clock.js";
import { meaning } from "../../main/resources/META-INF/resources/ui/player/keys.js";
import { Signals } from "../../main/resources/META-INF/resources/ui/player/signals.js";
import { missing, pause, Sending } from "../../main/resources/META-INF/resources/ui/player/sending.js";

const view = { serverTime: "2026-11-22T12:00:00Z", deadline: "2026-11-22T12:45:00Z" };

test("time left is the server's, counted on by a clock that nobody sets", () => {
  const clock = clockOf(view, 5_000);

  assert.equal(remaining(clock, 5_000), 45 * 60_000);
  assert.equal(remaining(clock, 65_000), 44 * 60_000);
  assert.equal(remaining(clock, 3_605_000), 0);
});

test("time that staff add is noticed, and a deadline that stays is no news", () => {
  const later = { ...view, deadline: "2026-11-22T12:50:00Z" };

  assert.equal(added(clockOf(view, 0), clockOf(later, 1000)), 5 * 60_000);
  assert.equal(added(clockOf(view, 0), clockOf(view, 1000)), 0);
  assert.equal(added(null, clockOf(view, 0)), 0);
});

test("an exam without a deadline has no time left to show", () => {
  assert.equal(remaining(clockOf({ ...view, deadline: null }, 0), 0), null);
});

test("ten, five and one minute are announced once, when they pass", () => {
  assert.equal(markPassed(600_001, 599_900), 10);
  assert.equal(markPassed(599_900, 599_400), null);
  assert.equal(markPassed(700_000, 50_000), 1);
  assert.equal(markPassed(null, null), null);
});

test("letters choose what is shown and nothing else", () => {
  assert.deepEqual(meaning({ key: "a" }, 6), { choose: 0 });
  assert.deepEqual(meaning({ key: "F" }, 6), { choose: 5 });
  assert.equal(meaning({ key: "g" }, 6), null);
  assert.equal(meaning({ key: "c" }, 2), null);
  assert.equal(meaning({ key: "Enter" }, 6), "confirm");
  assert.equal(meaning({ key: "t" }, 6), "time");
  assert.equal(meaning({ key: "x" }, 6), "strike");
  assert.equal(meaning({ key: "a", ctrlKey: true }, 6), null);
  assert.equal(meaning({ key: "Alt" }, 6), null);
});

test("an answer is in the log before it is sent, and there with its receipt afterwards", async () => {
  const { sending, did } = bench([{ receipt: "r1" }]);

  await sending.add(answer(1));

  assert.deepEqual(did, ["write 1 -", "put 1", "write 1 r1", "accepted 1"]);
  assert.equal(sending.owed.length, 0);
  assert.equal(sending.receipts.get(1), "r1");
});

test("an answer that nobody took is sent again until somebody does, and counts as kept meanwhile", async () => {
  const { sending, did, later } = bench([passing(), passing(2), { receipt: "r1" }]);

  await sending.add(answer(1));
  assert.equal(sending.waiting, true);
  await later();
  await later();

  assert.deepEqual(did, ["write 1 -", "put 1", "later 500", "put 1", "later 3000", "put 1", "write 1 r1", "accepted 1"]);
  assert.equal(sending.waiting, false);
});

test("what was kept before a reload is sent after it, in order", async () => {
  const { sending, did } = bench([{ receipt: "r2" }, { receipt: "r3" }]);
  sending.resume([
    { answer: answer(1), receipt: "r1" },
    { answer: answer(2), receipt: null },
    { answer: answer(3), receipt: null },
  ]);

  await sending.go();

  assert.deepEqual(did.filter((what) => what.startsWith("put")), ["put 2", "put 3"]);
  assert.deepEqual([...sending.receipts.values()], ["r1", "r2", "r3"]);
});

test("an answer that is changed while the first is on its way is sent as well, and the log keeps the newer", async () => {
  /** @type {(reply: any) => void} */
  let arrive = () => {};
  const { sending, did } = bench([new Promise((resolve) => (arrive = resolve)), { receipt: "new" }]);
  const first = sending.add(answer(1, "a"));
  await Promise.resolve();
  await sending.add(answer(1, "b"));
  arrive({ receipt: "old" });
  await first;

  assert.deepEqual(did, ["write 1 -", "put 1", "write 1 -", "accepted 1", "put 1", "write 1 new", "accepted 1"]);
});

test("an answer whose window lost its seat is held, not dropped", async () => {
  const { sending, did } = bench([refusal("seat-taken"), { receipt: "r1" }], "hold");

  await sending.add(answer(1));
  assert.equal(sending.owed.length, 1);
  await sending.go();

  assert.deepEqual(did, ["write 1 -", "put 1", "refused seat-taken", "put 1", "write 1 r1", "accepted 1"]);
});

test("an answer that can never count leaves the log, and the next one goes", async () => {
  const { sending, did } = bench([refusal("answer-conflict"), { receipt: "r2" }], "drop");
  sending.resume([{ answer: answer(1), receipt: null }, { answer: answer(2), receipt: null }]);

  await sending.go();

  assert.deepEqual(did, ["put 1", "refused answer-conflict", "remove 1", "put 2", "write 2 r2", "accepted 2"]);
});

test("a server that lacks what it signed is shown the receipts", () => {
  const receipts = new Map([[3, "r3"], [1, "r1"], [2, "r2"]]);

  assert.deepEqual(missing({ answers: [{ position: 1 }] }, receipts), [2, 3]);
  assert.deepEqual(missing({ answers: [{ position: 1 }, { position: 2 }, { position: 3 }] }, receipts), []);
});

test("repeats are spread over a span that grows, and never come sooner than the server asked", () => {
  assert.equal(pause(1, 0, 0), 100);
  assert.equal(pause(1, 0, 1), 500);
  assert.equal(pause(3, 0, 1), 2000);
  assert.equal(pause(40, 0, 1), 8_000);
  assert.equal(pause(1, 2, 0), 2100);
});

/** @param {number} position @param {string} [optionId] */
const answer = (position, optionId = "o") => ({ position, questionId: `q${position}`, optionId, elapsedMillis: 1 });

const passing = (retryAfter = 0) => Object.assign(new Error("busy"), { passing: true, retryAfter });

const refusal = (/** @type {string} */ slug) => Object.assign(new Error(slug), { passing: false, slug });

/**
 * @param {any[]} replies in order; an error is thrown
 * @param {"drop" | "hold" | "again"} [verdict] on refusals
 */
function bench(replies, verdict = "drop") {
  /** @type {string[]} */
  const did = [];
  /** @type {(() => any)[]} */
  const work = [];
  const log = {
    write: async (/** @type {any} */ { answer, receipt }) => void did.push(`write ${answer.position} ${receipt ?? "-"}`),
    remove: async (/** @type {number} */ position) => void did.push(`remove ${position}`),
  };
  const sending = new Sending(log, {
    put: async (answer) => {
      did.push(`put ${answer.position}`);
      const reply = await replies.shift();
      if (reply instanceof Error) {
        throw reply;
      }
      return reply;
    },
    accepted: (answer) => did.push(`accepted ${answer.position}`),
    refused: async (_, problem) => {
      did.push(`refused ${problem.slug}`);
      return verdict;
    },
    changed: () => {},
    later: (todo, millis) => {
      did.push(`later ${millis}`);
      work.push(todo);
    },
    chance: () => 1,
  });
  return { sending, did, later: () => work.shift()?.() };
}

test("what the page noticed is sent once, kept while nobody answers, and given up when it is refused", async () => {
  /** @type {string[][]} */
  const sent = [];
  /** @type {any} */
  let refusal = null;
  const signals = new Signals(async (batch) => {
    if (refusal) {
      throw refusal;
    }
    sent.push(batch.map((signal) => signal.type));
  });
  const at = new Date("2026-11-22T12:00:00Z");
  await signals.note("FOCUS_LOST", at);
  refusal = { passing: true };
  await signals.note("CONNECTION_LOST", at);
  refusal = null;
  await signals.note("CONNECTION_BACK", at);
  refusal = { passing: false };
  await signals.note("FOCUS_BACK", at);
  refusal = null;
  await signals.go();
  assert.deepEqual(sent, [["FOCUS_LOST"], ["CONNECTION_LOST", "CONNECTION_BACK"]]);

  refusal = { passing: true };
  for (let n = 0; n < 60; n++) {
    await signals.note("FOCUS_LOST", at);
  }
  assert.equal(signals.waiting.length, 50);
});
