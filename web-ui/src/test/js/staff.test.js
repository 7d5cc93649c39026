// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromCsv, fromJson, keyOf, rowsOf } from "../../main/resources/META-INF/resources/ui/bank/importing.js";
import { windowsOf } from "../../main/resources/META-INF/resources/ui/class/model.js";
import { AWAY_MILLIS, incidentsOf, inSight, narrowed, tilesOf } from "../../main/resources/META-INF/resources/ui/live/model.js";
import { text } from "../../main/resources/META-INF/resources/ui/messages/en.js";
import { columns, named } from "../../main/resources/META-INF/resources/ui/mastery/model.js";
import { freshOf, HEIGHT, sharesOf, wilson } from "../../main/resources/META-INF/resources/ui/progress/model.js";
import { byQuestion } from "../../main/resources/META-INF/resources/ui/threads/model.js";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const course = { id: "ml", domains: [{ id: "stars", title: "Stars & Tides", topics: [{ id: "neap", title: "Neap tide" }] }] };
const HEAD = "Question,Question Type,Answer Option 1,Explanation 1,Answer Option 2,Explanation 2,Correct Answers,Overall Explanation,Domain\r\n";
const words = text.importing;

test("rows keep the line they begin on, through quoted line ends, doubled quotes and a byte order mark", () => {
  const { rows, open } = rowsOf('\uFEFFa,"b ""c"", d"\r\n\r\n"two\nlines",e\nlast,f');
  assert.equal(open, 0);
  assert.deepEqual(rows, [
    { line: 1, cells: ["a", 'b "c", d'] },
    { line: 3, cells: ["two\nlines", "e"] },
    { line: 5, cells: ["last", "f"] },
  ]);
  assert.equal(rowsOf('a\n"never closed').open, 2);
});

test("a spreadsheet row becomes a draft of the course's own domain and topic", () => {
  const { rows, errors } = fromCsv(`${HEAD}What?,multiple-choice,Yes,It is.,No,It is not.,1,So.,stars & TIDES`, course, words);
  assert.deepEqual(errors, []);
  assert.deepEqual(rows[0]?.draft, {
    courseId: "ml", domainId: "stars", topics: ["neap"], difficulty: "MEDIUM", level: null, stem: "What?", explanation: "So.", source: null, enemies: [],
    options: [{ id: null, text: "Yes", correct: true, rationale: "It is." }, { id: null, text: "No", correct: false, rationale: "It is not." }],
  });
});

test("what keeps a row out is named by line and column, and other rows are read", () => {
  const bad = ["What?,,Yes,,No,,3,,stars", ",,Yes,,No,,1,,stars", "What?,,Yes,,No,,1,,moons", "What?,,Yes,,Yes,,1,,stars", "What?,,Yes,,,Why,1,,stars", "What?,,Yes,,No,,2,,stars"];
  const { rows, errors } = fromCsv(HEAD + bad.join("\r\n"), course, words);
  assert.deepEqual(rows.map((row) => row.line), [7]);
  assert.deepEqual(errors.map((e) => [e.line, e.column]), [[2, "correctanswers"], [3, "question"], [4, "domain"], [5, "options"], [6, "explanation2"], [6, "options"]]);
  assert.equal(fromCsv("Question,Domain\nWhat?,stars", course, words).errors[0]?.message, words.noColumns("answeroption1, answeroption2, correctanswers"));
});

test("JSON is read in the shape that the API gives out, and what is no list is refused", () => {
  const one = { domainId: "stars", topics: ["neap"], stem: "What?", options: [{ text: "Yes", correct: true }, { text: "No" }] };
  assert.equal(fromJson(JSON.stringify({ items: [one] }), course, words).rows.length, 1);
  assert.deepEqual(fromJson(JSON.stringify([{ ...one, topics: ["ebb"] }, 7]), course, words).errors.map((e) => e.line).at(0), 1);
  assert.equal(fromJson("{", course, words).errors[0]?.message, words.noJson);
  assert.equal(fromJson("{}", course, words).errors[0]?.message, words.noList);
});

test("the same question has the same key each time, and another question another", () => {
  const [a, again, b] = ["What?", "What?", "Who?"].map((stem) => keyOf(/** @type {any} */ ({ stem })));
  assert.equal(a, again);
  assert.notEqual(a, b);
  assert.match(a ?? "", /^import-[0-9a-f]{16}$/);
});

test("a window is held against each group's own time, breaks included", () => {
  const learner = (/** @type {number} */ extraTimeFactor, breakTime = "PT0S") => ({ role: "LEARNER", extraTimeFactor, breakTime });
  const members = [learner(1), learner(1), learner(1.5), learner(1, "PT20M"), learner(1.5, "PT1H15M")];
  const instructor = { ...learner(3), role: "INSTRUCTOR" };
  const groups = windowsOf([...members, instructor], { timeLimit: "PT40M" }, "2026-12-01T09:00:00Z", "2026-12-01T09:50:00Z");
  assert.deepEqual(groups, [
    { learners: 2, minutes: 40, extra: 0, endsAt: "2026-12-01T09:40:00.000Z", fits: true },
    { learners: 2, minutes: 60, extra: 20, endsAt: "2026-12-01T10:00:00.000Z", fits: false },
    { learners: 1, minutes: 135, extra: 95, endsAt: "2026-12-01T11:15:00.000Z", fits: false },
  ]);
  assert.deepEqual(windowsOf(members, { timeLimit: null }, "2026-12-01T09:00:00Z", "2026-12-01T09:50:00Z"), []);
  assert.deepEqual(windowsOf(members, { timeLimit: "PT40M" }, undefined, "2026-12-01T09:50:00Z"), []);
});

/** @param {string} sessionId @param {object} change @returns {import("../../main/resources/META-INF/resources/ui/live/model.js").Sitting} */
const sitting = (sessionId, change = {}) => ({
  sessionId, learnerId: sessionId, assignmentId: null, examId: "e", state: "IN_PROGRESS", position: 1, deadline: null,
  lastSeenAt: new Date(NOW - 1000).toISOString(), signals: 0, seatTaken: 1, ...change,
});

test("who is away, moved or was noticed comes first, and who is done comes last", () => {
  const away = sitting("away", { lastSeenAt: new Date(NOW - AWAY_MILLIS - 1).toISOString() });
  const done = sitting("done", { state: "COMPLETED", lastSeenAt: away.lastSeenAt });
  const all = [done, sitting("well"), sitting("moved", { seatTaken: 2, signals: 3 }), away];
  assert.deepEqual(incidentsOf(away, NOW), ["AWAY"]);
  assert.deepEqual(incidentsOf(done, NOW), []);
  const tiles = tilesOf(all, new Map([["well", "Wim"]]), NOW);
  assert.deepEqual(tiles.map((tile) => tile.sitting.sessionId), ["away", "moved", "well", "done"]);
  assert.deepEqual(narrowed(tiles, { show: "INCIDENTS", wanted: "" }).length, 2);
  assert.deepEqual(narrowed(tiles, { show: "OVER", wanted: "" }).length, 1);
  assert.deepEqual(narrowed(tiles, { show: "ALL", wanted: " WI" }).map((tile) => tile.name), ["Wim"]);
});

test("of thousands of tiles only those in sight are drawn, and every tile comes in sight", () => {
  const seen = new Set();
  for (let top = 0; top < 1250 * 100; top += 250) {
    const view = inSight({ top, height: 600, row: 100, columns: 4, total: 4999 });
    assert.ok(view.to - view.from <= 9 * 4);
    assert.equal(view.whole, 1250 * 100);
    assert.ok(view.offset <= top);
    for (let n = view.from; n < view.to; n++) {
      seen.add(n);
    }
  }
  assert.equal(seen.size, 4999);
  assert.deepEqual(inSight({ top: 9000, height: 600, row: 100, columns: 4, total: 3 }), { from: 0, to: 3, offset: 0, whole: 100 });
});

test("an attempt counts by the questions that were new, and says how sure that is", () => {
  const first = freshOf({ sessionId: "s", title: "t", startedAt: "x", answered: 20, score: 15 });
  assert.deepEqual([first.right, first.of, first.seen], [15, 20, 0]);
  const again = freshOf({ sessionId: "s", title: "t", startedAt: "x", answered: 20, score: 15, retake: { freshAnswered: 8, freshScore: 4, seenAnswered: 12, seenScore: 11 } });
  assert.deepEqual([again.right, again.of, again.seenRight, again.seen], [4, 8, 11, 12]);
  assert.ok(again.high - again.low > first.high - first.low);
  // Each end of Wilson's interval is the share that lies 1.645 of its own standard deviations from what was seen.
  for (const end of Object.values(wilson(15, 20))) {
    assert.ok(Math.abs(Math.abs(15 / 20 - end) / Math.sqrt((end * (1 - end)) / 20) - 1.645) < 1e-9);
  }
  assert.deepEqual(wilson(0, 0), { low: 0, high: 1 });
});

test("staff read first what most learners ask about, and of that the oldest", () => {
  const thread = (/** @type {string} */ id, /** @type {string} */ questionId, /** @type {string} */ createdAt) => ({ id, questionId, createdAt });
  const sorted = byQuestion([thread("1", "b", "2026-02"), thread("2", "a", "2026-03"), thread("3", "a", "2026-01")]);
  assert.deepEqual(sorted.map((one) => [one.questionId, one.threads.map((t) => t.id)]), [["a", ["3", "2"]], ["b", ["1"]]]);
});

test("attempts that met new questions are drawn oldest first, and those that met none are left out", () => {
  const attempt = (/** @type {string} */ sessionId, /** @type {any} */ retake) => freshOf({ sessionId, title: "", startedAt: "", answered: 10, score: 5, retake });
  const points = sharesOf([
    attempt("a", null),
    attempt("b", { freshAnswered: 0, freshScore: 0, seenAnswered: 10, seenScore: 10 }),
    attempt("c", { freshAnswered: 4, freshScore: 4, seenAnswered: 6, seenScore: 1 }),
  ]);

  assert.deepEqual(points.map((p) => [p.sessionId, p.x, p.y]), [["a", 20, HEIGHT / 2], ["c", 300, 0]]);
  assert.ok(points.every((p) => p.high <= p.y && p.y <= p.low));
  assert.deepEqual(sharesOf([]), []);
});

test("a class's file has the learners' names, and none of them is a formula", () => {
  const csv = "learnerId,at,stars.mean\r\nl-1,2026-11-22,0.5\r\nl-2,2026-11-22,-0.5\r\nl-3,2026-11-22,0\r\n";
  const members = [{ accountId: "l-1", name: 'Ann "Tide", Neap' }, { accountId: "l-2", name: "=cmd()" }];
  assert.equal(
    named(csv, members, "Learner"),
    '"Learner",learnerId,at,stars.mean\r\n"Ann ""Tide"", Neap",l-1,2026-11-22,0.5\r\n"\'=cmd()",l-2,2026-11-22,-0.5\r\n"",l-3,2026-11-22,0\r\n',
  );
});

test("a class is drawn against the mark: columns by learners, and which lie above it", () => {
  const bins = [{ from: -4, to: -2, learners: 1 }, { from: -2, to: 0, learners: 0 }, { from: 0, to: 2, learners: 4 }, { from: 2, to: 4, learners: 2 }];

  assert.deepEqual(columns(bins, 0), {
    cut: 50,
    columns: [
      { x: 0, width: 25, height: 25, above: false },
      { x: 50, width: 25, height: 100, above: true },
      { x: 75, width: 25, height: 50, above: true },
    ],
  });
  assert.equal(columns(bins, 9).cut, 100);
});
