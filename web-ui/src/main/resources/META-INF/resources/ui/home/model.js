// @ts-check
// What a person should do next, from what the services know.

/**
 * @typedef {{id: string, courseId: string, title: string, mode: "ADAPTIVE"|"FIXED"|"PRACTICE", minLength: number,
 *   maxLength: number, timeLimit: string | null}} Exam
 * @typedef {{id: string, examId: string, title: string, state: string, startedAt: string,
 *   deadline: string | null, answered: number}} Attempt
 * @typedef {{id: string, classId: string, examId: string, opensAt: string, closesAt: string,
 *   timeLimit?: string | null}} Assignment its time limit is the learner's own, extra time included
 * @typedef {{account: {id: string, name: string, roles: string[]}, organisation: {id: string, name: string} | null,
 *   classes: {id: string, title: string, courseIds: string[], role: string}[],
 *   assignments: Assignment[]}} Me
 * @typedef {{domainId: string, title: string, kind: "TRY"|"LEARN"|"PRACTISE"|"REFRESH"|"KEEP", mastery: number}} Recommended
 * @typedef {{exam: Exam, live: Attempt | null, assignment: Assignment | null, open: boolean}} Offer
 */

/**
 * A live exam first, then what is assigned in the order it closes, then the rest. What is next
 * stands in no list again; a learner who has sat nothing yet begins with practice.
 *
 * @param {Me} me
 * @param {Exam[]} exams
 * @param {Attempt[]} attempts
 * @param {number} now
 * @returns {{next: Offer | null, assigned: Offer[], others: Offer[], past: {attempt: Attempt, exam: Exam | undefined}[]}}
 */
export function offers(me, exams, attempts, now) {
  const byId = new Map(exams.map((exam) => [exam.id, exam]));
  const liveOf = new Map(
    attempts.filter((a) => a.state === "IN_PROGRESS").map((a) => [a.examId, a]),
  );
  const assigned = me.assignments
    .flatMap((assignment) => {
      const exam = byId.get(assignment.examId);
      return exam ? [{ exam, assignment, live: liveOf.get(exam.id) ?? null, open: isOpen(assignment, now) }] : [];
    })
    .sort((a, b) => Date.parse(a.assignment.closesAt) - Date.parse(b.assignment.closesAt));
  const taken = new Set(assigned.map((offer) => offer.exam.id));
  const others = exams
    .filter((exam) => !taken.has(exam.id))
    .map((exam) => ({ exam, assignment: null, live: liveOf.get(exam.id) ?? null, open: true }));
  const all = [...assigned, ...others];
  const sat = new Set(attempts.map((a) => a.examId));
  /** @type {Offer | null} */
  const next =
    all.find((offer) => offer.live) ??
    assigned.find((offer) => offer.open && !sat.has(offer.exam.id)) ??
    (attempts.length === 0 && me.account.roles.includes("LEARNER") ? (others.find((offer) => offer.exam.mode === "PRACTICE") ?? null) : null);
  return {
    next,
    assigned: assigned.filter((offer) => offer !== next),
    others: others.filter((offer) => offer !== next),
    past: attempts
      .filter((a) => a.state !== "IN_PROGRESS")
      .sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt))
      .map((attempt) => ({ attempt, exam: byId.get(attempt.examId) })),
  };
}

/** @param {Assignment} assignment @param {number} now */
function isOpen(assignment, now) {
  return Date.parse(assignment.opensAt) <= now && now < Date.parse(assignment.closesAt);
}

/**
 * The minutes in an ISO-8601 duration such as `PT45M` or `PT1H30M`.
 *
 * @param {string | null | undefined} duration
 * @returns {number | null}
 */
export function minutesIn(duration) {
  const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?$/.exec(duration ?? "");
  if (!parts) {
    return null;
  }
  const [, hours = "0", minutes = "0", seconds = "0"] = parts;
  return Number(hours) * 60 + Number(minutes) + Math.round(Number(seconds) / 60);
}

/**
 * The classes whose mastery this person may see.
 *
 * @param {Me} me
 * @param {{id: string, title: string, courseIds: string[]}[]} all what the list of classes answered
 */
export function taught(me, all) {
  const mine = me.classes.filter((c) => c.role !== "LEARNER");
  const known = new Set(mine.map((c) => c.id));
  const admin = me.account.roles.some((role) => role === "ORG_ADMIN" || role === "PLATFORM_ADMIN");
  const instructor = me.account.roles.includes("INSTRUCTOR");
  return admin || instructor ? [...mine, ...all.filter((c) => !known.has(c.id) && admin)] : mine;
}

/**
 * The courses that this person learns.
 *
 * @param {Me} me
 * @param {{id: string, title: string}[]} courses
 */
export function coursesOf(me, courses) {
  const learned = new Set(me.classes.filter((c) => c.role === "LEARNER").flatMap((c) => c.courseIds));
  return courses.filter((course) => learned.has(course.id));
}

/**
 * What is most useful to practise, and the exam to practise it in; null where there is no such.
 *
 * @param {string} courseId
 * @param {Recommended[]} recommendations most useful first
 * @param {Exam[]} exams
 * @returns {{most: Recommended, exam: Exam} | null}
 */
export function toPractise(courseId, recommendations, exams) {
  const [most] = recommendations;
  const exam = exams.find((one) => one.courseId === courseId && one.mode === "PRACTICE");
  return most && exam ? { most, exam } : null;
}
