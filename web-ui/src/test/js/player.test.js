// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { clockOf, markPassed, remaining } from "../../main/resources/META-INF/resources/ui/player/clock.js";
import { meaning } from "../../main/resources/META-INF/resources/ui/player/keys.js";
import { pause, Unsent } from "../../main/resources/META-INF/resources/ui/player/sending.js";

const NOON = Date.parse("2026-11-22T12:00:00Z");

test("a device whose clock is wrong still shows the server's time", () => {
  const anHourFast = NOON + 3_600_000;
  const clock = clockOf({ serverTime: "2026-11-22T12:00:00Z", deadline: "2026-11-22T12:45:00Z" }, anHourFast);

  assert.equal(remaining(clock, anHourFast), 45 * 60_000);
  assert.equal(remaining(clock, anHourFast + 60_000), 44 * 60_000);
  assert.equal(remaining(clock, anHourFast + 3_600_000), 0);
});

test("an exam without a deadline has no time left to show", () => {
  assert.equal(remaining(clockOf({ serverTime: "2026-11-22T12:00:00Z", deadline: null }, NOON), NOON), null);
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
  assert.equal(meaning({ key: "a", ctrlKey: true }, 6), null);
  assert.equal(meaning({ key: "Alt" }, 6), null);
});

test("an answer that was not sent survives a reload", () => {
  const storage = memory();
  const answer = { position: 3, questionId: "q3", optionId: "o1", elapsedMillis: 1200 };
  new Unsent(storage, "s1").keep(answer);

  assert.deepEqual(new Unsent(storage, "s1").find(), answer);
  assert.equal(new Unsent(storage, "s2").find(), null);
  new Unsent(storage, "s1").forget();
  assert.equal(new Unsent(storage, "s1").find(), null);
});

test("a storage that refuses stops no exam", () => {
  const refusing = /** @type {any} */ ({
    setItem() {
      throw new Error("full");
    },
    getItem: () => "{broken",
    removeItem() {
      throw new Error("forbidden");
    },
  });
  const unsent = new Unsent(refusing, "s1");
  unsent.keep({ position: 1, questionId: "q", optionId: "o", elapsedMillis: 0 });
  unsent.forget();
  assert.equal(unsent.find(), null);
});

test("repeats come less and less often, and never sooner than the server asked", () => {
  assert.equal(pause(1, 0, 0), 250);
  assert.equal(pause(1, 0, 1), 500);
  assert.equal(pause(3, 0, 1), 2000);
  assert.equal(pause(40, 0, 1), 15_000);
  assert.equal(pause(1, 2, 0), 2000);
});

/** @returns {any} */
function memory() {
  const kept = new Map();
  return {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value),
    removeItem: (/** @type {string} */ key) => kept.delete(key),
  };
}
