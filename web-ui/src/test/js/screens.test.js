// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, placeOf } from "../../main/resources/META-INF/resources/ui/app/routes.js";
import { minutesIn, offers, taught, toPractise } from "../../main/resources/META-INF/resources/ui/home/model.js";
import { heatMap, sureness } from "../../main/resources/META-INF/resources/ui/mastery/model.js";
import { languageFor, text, timeLeft } from "../../main/resources/META-INF/resources/ui/messages/messages.js";
import { rulesOf } from "../../main/resources/META-INF/resources/ui/prepare/rules.js";
import { pointsOf } from "../../main/resources/META-INF/resources/ui/progress/model.js";
import { bar } from "../../main/resources/META-INF/resources/ui/bars/model.js";
import { reviewed, wrongFirst } from "../../main/resources/META-INF/resources/ui/review/model.js";
import { mathAt } from "../../main/resources/META-INF/resources/ui/richtext/maths.js";

const NOW = Date.parse("2026-11-22T12:00:00Z");
/** @type {any} */
const me = {
  account: { id: "a", name: "Ada", roles: ["LEARNER"] },
  classes: [{ id: "c1", title: "One", courseIds: ["m"], role: "LEARNER" }],
  assignments: [
    { id: "later", classId: "c1", examId: "e2", opensAt: "2026-11-22T13:00:00Z", closesAt: "2026-11-23T00:00:00Z" },
    { id: "now", classId: "c1", examId: "e1", opensAt: "2026-11-22T11:00:00Z", closesAt: "2026-11-24T00:00:00Z" },
  ],
};
/** @type {any[]} */
const exams = ["e1", "e2", "e3"].map((id) => ({ id, title: id, mode: "ADAPTIVE" }));

test("the next step is the open assignment that was not sat yet", () => {
  const { next, assigned, others } = offers(me, exams, [], NOW);

  assert.equal(next?.assignment?.id, "now");
  assert.deepEqual(assigned.map((o) => [o.assignment?.id, o.open]), [["later", false]]);
  assert.deepEqual(others.map((o) => o.exam.id), ["e3"]);
});

test("a learner who has sat nothing and has nothing to sit begins with practice, and nobody else", () => {
  const free = { ...me, assignments: [] };
  const practice = [...exams, { id: "p", title: "p", mode: "PRACTICE" }];

  assert.equal(offers(free, practice, [], NOW).next?.exam.id, "p");
  assert.equal(offers(free, exams, [], NOW).next, null);
  assert.equal(offers({ ...free, account: { ...me.account, roles: ["INSTRUCTOR"] } }, practice, [], NOW).next, null);
  const sat = [{ id: "s0", examId: "e1", title: "e1", state: "COMPLETED", startedAt: "2026-11-21T11:50:00Z", deadline: null, answered: 20 }];
  assert.equal(offers(free, practice, sat, NOW).next, null);
});

test("a live exam comes before everything", () => {
  /** @type {any[]} */
  const attempts = [
    { id: "s1", examId: "e3", state: "IN_PROGRESS", startedAt: "2026-11-22T11:50:00Z", answered: 3 },
    { id: "s0", examId: "e1", state: "COMPLETED", startedAt: "2026-11-21T11:50:00Z", answered: 20 },
  ];
  const { next, past } = offers(me, exams, attempts, NOW);

  assert.equal(next?.live?.id, "s1");
  assert.deepEqual(past.map((p) => p.attempt.id), ["s0"]);
});

test("a learner sees no class's mastery, an instructor their own, an administrator all", () => {
  const all = [{ id: "c1", title: "One", courseIds: [] }, { id: "c2", title: "Two", courseIds: [] }];
  const as = (/** @type {string} */ role, /** @type {any[]} */ classes) =>
    taught({ ...me, account: { ...me.account, roles: [role] }, classes }, all).map((c) => c.id);

  assert.deepEqual(as("LEARNER", me.classes), []);
  assert.deepEqual(as("INSTRUCTOR", [{ ...me.classes[0], role: "INSTRUCTOR" }]), ["c1"]);
  assert.deepEqual(as("ORG_ADMIN", []), ["c1", "c2"]);
});

test("durations are read in minutes", () => {
  assert.equal(minutesIn("PT45M"), 45);
  assert.equal(minutesIn("PT1H30M"), 90);
  assert.equal(minutesIn("PT1H"), 60);
  assert.equal(minutesIn(null), null);
  assert.equal(timeLeft(61_001), "01:02");
  assert.equal(timeLeft(3_600_000), "1:00:00");
  assert.equal(timeLeft(-5), "00:00");
});

test("an address names a screen, and what it does not know is no screen", () => {
  assert.deepEqual(placeOf(""), { screen: "home" });
  assert.deepEqual(placeOf("#/exam/s1"), { screen: "player", sessionId: "s1" });
  assert.deepEqual(placeOf(addressOf("result", "a/b")), { screen: "result", sessionId: "a/b" });
  assert.deepEqual(placeOf("#/class/c1/mastery"), { screen: "mastery", classId: "c1" });
  assert.deepEqual(placeOf("#/exam/%zz"), { screen: "unknown" });
  assert.deepEqual(placeOf("#/class/c1"), { screen: "class", classId: "c1" });
  assert.deepEqual(placeOf("#/class/c1/grades"), { screen: "unknown" });
});

test("a domain's bar stays on the scale", () => {
  const domain = /** @type {any} */ ({ mean: 0, cut: 1, interval: { low: -9, high: 9, confidence: 0.9 } });
  assert.deepEqual(bar(domain), { low: 0, length: 100, dot: 50, cut: 62.5, verdict: "NEAR" });
  assert.equal(bar({ ...domain, interval: { low: 1.1, high: 2, confidence: 0.9 } }).verdict, "ABOVE");
  assert.equal(bar({ ...domain, interval: { low: -2, high: 0.9, confidence: 0.9 } }).verdict, "BELOW");
});

test("a review keeps the letters that were shown, and puts what went wrong first", () => {
  const options = [{ id: "x", text: "X", rationale: "no" }, { id: "y", text: "Y", rationale: "yes" }];
  const wrong = reviewed({ position: 2, questionId: "q", stem: "?", options, answeredOptionId: "x", correctOptionId: "y" });
  const right = reviewed({ position: 1, questionId: "r", stem: "?", options, answeredOptionId: "y", correctOptionId: "y" });

  assert.deepEqual(wrong.options.map((o) => [o.letter, o.mine, o.right, o.rationale]), [
    ["A", true, false, "no"],
    ["B", false, true, "yes"],
  ]);
  assert.deepEqual(wrongFirst([right, wrong]).map((q) => [q.position, q.correct]), [[2, false], [1, true]]);
});

test("an exam's rules are sentences about this learner's own time", () => {
  const exam = { mode: "ADAPTIVE", minLength: 25, maxLength: 60, timeLimit: "PT1H", feedback: "AT_END", maxAttempts: 1 };
  const window = { opensAt: "2026-11-22T11:00:00Z", closesAt: "2026-11-22T20:00:00Z" };
  const said = (/** @type {any} */ assignment) => rulesOf(text.prepare, exam, assignment, NOW).join(" ");

  assert.match(said(null), /at least 25 and at most 60.*60 minutes.*cannot return.*once\./);
  assert.match(said({ ...window, timeLimit: "PT1H30M" }), /90 minutes: 60 for everybody and 30 extra/);
  assert.match(said({ ...window, closesAt: "2026-11-22T12:30:00Z" }), /before your time would be up/);
});

test("the first language wished that is there is spoken, and what was chosen comes before wishes", () => {
  assert.equal(languageFor(null, ["fr-CH", "de-CH", "en"]), "de");
  assert.equal(languageFor("en", ["de"]), "en");
  assert.equal(languageFor(null, ["fr"]), "en");
  assert.equal(languageFor("constructor", []), "en");
});

test("what to practise is what is recommended first, in an exam that explains", () => {
  const recommended = ["PRACTISE", "KEEP"].map((kind) => /** @type {any} */ ({ domainId: kind, title: kind, kind, mastery: 0.5 }));
  /** @type {any[]} */
  const offered = [{ id: "a", courseId: "m", mode: "ADAPTIVE" }, { id: "p", courseId: "m", mode: "PRACTICE" }];

  const found = toPractise("m", recommended, offered);
  assert.deepEqual([found?.most.domainId, found?.exam.id], ["PRACTISE", "p"]);
  assert.equal(toPractise("m", [], offered), null);
  assert.equal(toPractise("other", recommended, offered), null);
});

test("a drawing of beliefs keeps order, and stays inside its frame", () => {
  const points = pointsOf([
    { at: "a", mean: 0, standardDeviation: 1 },
    { at: "b", mean: 9, standardDeviation: 1 },
  ]);

  assert.deepEqual(points.map((p) => [p.x, p.y]), [[20, 60], [300, 0]]);
  assert.ok(points.every((p) => p.high <= p.y && p.y <= p.low));
});

test("the heat map shows members by name, and empty tiles where nothing is known", () => {
  const map = heatMap(
    { domains: [], learners: [{ learnerId: "b", domains: [{ domainId: "d1", mastery: 0.5, answered: 3 }] }] },
    [{ accountId: "b", name: "Bob", role: "LEARNER" }, { accountId: "a", name: "Ann", role: "LEARNER" },
      { accountId: "t", name: "Tea", role: "INSTRUCTOR" }],
    [{ id: "d1", title: "One" }, { id: "d2", title: "Two" }],
  );

  assert.deepEqual(map.rows.map((r) => [r.name, r.cells.map((c) => c?.mastery ?? null)]), [
    ["Ann", [null, null]],
    ["Bob", [0.5, null]],
  ]);
  assert.deepEqual([0.4, 0.7, 1].map(sureness), ["sure", "fair", "unsure"]);
});

test("formulas are found, and prices are not formulas", () => {
  assert.deepEqual(mathAt("$x^2$ and"), { raw: "$x^2$", tex: "x^2", display: false });
  assert.deepEqual(mathAt("$$\\sum_i$$"), { raw: "$$\\sum_i$$", tex: "\\sum_i", display: true });
  assert.deepEqual(mathAt("\\(a\\) b"), { raw: "\\(a\\)", tex: "a", display: false });
  assert.equal(mathAt("$5 and $10"), null);
  assert.equal(mathAt("$ x$"), null);
  assert.equal(mathAt("plain"), null);
});
