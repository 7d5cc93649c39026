// @ts-check
// Every word the pages say, in one place. Short, no blame, always what happens next.

/** @param {number} n @param {string} one @param {string} many */
const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;

/** @param {number} share between 0 and 1 */
const percent = (share) => `${Math.round(100 * share)} %`;

const dateTime = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

export const text = Object.freeze({
  app: {
    name: "Sextant",
    signOut: "Sign out",
    home: "Home",
    loading: "Loading…",
    skip: "Skip to content",
    tryAgain: "Try again",
    notFound: "There is no such page.",
    offline: "No connection. Check your network; this page tries again when you ask it to.",
    busy: "The server is busy at this moment. Try again in a few seconds.",
    unexpected: "Something went wrong on our side. Try again.",
    reference: (/** @type {string} */ id) => `Reference for support: ${id}`,
  },
  signin: {
    title: "Sign in",
    intro: "Adaptive exams that tell you where you stand, and why.",
    email: "E-mail",
    password: "Password",
    submit: "Sign in",
    busy: "Signing in…",
    toJoin: "I have a join code",
    bad: "E-mail or password is not right. Check both and try again.",
    over: "Your sign-in has ended. Sign in again; nothing is lost.",
  },
  join: {
    title: "Join a class",
    intro: "Your instructor gave you a code. It makes your account and your place in one step.",
    code: "Join code",
    name: "Your name",
    email: "E-mail",
    password: "Password",
    passwordHint: "At least 8 characters. A password manager is welcome.",
    submit: "Join",
    busy: "Joining…",
    toSignIn: "I have an account",
  },
  home: {
    title: (/** @type {string} */ name) => `Hello, ${name}`,
    next: "Your next step",
    resume: "Resume",
    resumeAt: (/** @type {number} */ position) => `Resume at question ${position}`,
    timeLeft: (/** @type {string} */ time) => `${time} left`,
    start: "Start",
    starting: "Starting…",
    assignments: "Assigned to you",
    exams: "Exams and practice",
    attempts: "Your attempts",
    classes: "Your classes",
    mastery: "Mastery",
    result: "Result",
    closes: (/** @type {string} */ at) => `Open until ${dateTime.format(new Date(at))}`,
    opens: (/** @type {string} */ at) => `Opens ${dateTime.format(new Date(at))}`,
    startedAt: (/** @type {string} */ at) => `Started ${dateTime.format(new Date(at))}`,
    length: (/** @type {number} */ min, /** @type {number} */ max) =>
      min === max ? count(max, "question", "questions") : `${min} to ${max} questions`,
    minutes: (/** @type {number} */ minutes) => `${minutes} min`,
    noLimit: "no time limit",
    mode: { ADAPTIVE: "Adaptive exam", FIXED: "Exam", PRACTICE: "Practice" },
    rule: {
      ADAPTIVE: "Each answer chooses the next question. You cannot go back.",
      FIXED: "Everybody gets the same questions.",
      PRACTICE: "You see after each answer why it is right or wrong.",
    },
    state: { COMPLETED: "Finished", EXPIRED: "Time was up", IN_PROGRESS: "In progress" },
    nothing: "There is nothing to do at this moment. Your instructor will open the next exam.",
    noClasses: "You teach no class yet.",
  },
  player: {
    question: (/** @type {number} */ n) => `Question ${n}`,
    progress: (/** @type {number} */ n, /** @type {number} */ min, /** @type {number} */ max) =>
      min === max
        ? `Question ${n} of ${max}`
        : n >= min
          ? `Question ${n} of at most ${max}`
          : `Question ${n} · at least ${min - n} more, at most ${max - n}`,
    choose: "Choose one answer",
    option: (/** @type {string} */ letter) => `Answer ${letter}`,
    confirm: "Confirm answer",
    next: "Next question",
    seeResult: "See result",
    lockIn: "You cannot return to a question. Your answer selects the next one.",
    keys: "Keys: A to F choose, Enter confirms, T tells the time.",
    saving: "Saving…",
    saved: (/** @type {Date} */ at) => `Saved ${clock.format(at)}`,
    savedCount: (/** @type {number} */ n) => `${n} saved`,
    waiting: "Still sending… your answer is safe on this device.",
    sendNow: "Send now",
    timeLeft: (/** @type {string} */ time) => `Time left ${time}`,
    minutesLeft: (/** @type {number} */ minutes) => `${count(minutes, "minute", "minutes")} left.`,
    noDeadline: "No time limit",
    timeUp: (/** @type {number} */ n) =>
      `Time is up. ${n === 1 ? "Your answer was" : `All ${n} answers were`} saved. You do not need to do anything.`,
    finish: "End exam",
    finishAsk: "End the exam now? Your saved answers count; you cannot continue afterwards.",
    finishYes: "Yes, end it",
    finishNo: "No, go on",
    over: "The exam is over. Your saved answers count.",
    refreshed: "This exam had moved on; here is the current question.",
    seatTaken: "This exam moved to your other window.",
    seatHere: "Continue here",
    right: "Right.",
    wrong: "Not right.",
    explanation: "Explanation",
  },
  result: {
    title: "Your result",
    computing: "Your result is being computed. This takes a moment.",
    slow: "This takes longer than usual. Your answers are safe; you may come back later.",
    score: (/** @type {number} */ right, /** @type {number} */ of) => `${right} of ${of} right`,
    passed: "You passed.",
    failed: "Not passed this time.",
    undecided: (/** @type {number} */ n) =>
      `${count(n, "answer is", "answers are")} too few for a decision.`,
    sure: (/** @type {number} */ share) => `We are ${percent(share)} sure of this.`,
    domains: "Where you stand",
    verdict: { ABOVE: "Above the mark", NEAR: "Near the mark", BELOW: "Below the mark" },
    level: {
      NOVICE: "Novice",
      DEVELOPING: "Developing",
      PROFICIENT: "Proficient",
      MASTERED: "Mastered",
    },
    mastery: (/** @type {number} */ share) => `${percent(share)} likely above the mark`,
    answered: (/** @type {number} */ right, /** @type {number} */ n) => `${right} of ${n} right`,
    band: (
      /** @type {string} */ title,
      /** @type {string} */ verdict,
      /** @type {number} */ share,
      /** @type {number} */ confidence,
    ) => `${title}: ${verdict}; ${percent(share)} likely above the mark, band of ${percent(confidence)}`,
    legend: (/** @type {number} */ confidence) =>
      `The bar is where your ability lies with ${percent(confidence)} probability; the dot is the best guess, the line is the mark. More answers make a bar shorter.`,
    review: "Review the questions",
    reason: {
      PRECISION: "The exam ended because your ability is known well enough.",
      CONFIDENCE: "The exam ended because the decision is certain enough.",
      LENGTH: "The exam ended after its last question.",
      NO_INFORMATION: "The exam ended because no question was left that would tell more.",
      TIME: "The exam ended because time was up.",
      EXPIRED: "The exam ended because time was up.",
      LEARNER: "You ended the exam.",
      HANDED_IN: "You ended the exam.",
    },
  },
  review: {
    title: "Review",
    all: "All",
    wrongOnly: "Not right",
    yours: "Your answer",
    right: "Right answer",
    unanswered: "Not answered",
    correct: "Right",
    incorrect: "Not right",
    why: "Why",
    explanation: "Explanation",
    closed: "The review of this exam is not open. Your result is.",
    question: (/** @type {number} */ n) => `Question ${n}`,
    none: "Nothing here: every answer was right.",
  },
  mastery: {
    title: "Class mastery",
    course: "Course",
    population: (/** @type {number} */ measured, /** @type {number} */ members) =>
      `${measured} of ${count(members, "learner", "learners")} counted`,
    excluded: (/** @type {number} */ n, /** @type {string} */ why) => `${n}: ${why}`,
    learner: "Learner",
    answered: (/** @type {number} */ n) => count(n, "answer", "answers"),
    none: "no answer yet",
    empty: "Nobody has answered yet. This page fills by itself while the class sits its exam.",
    atRisk: "Who needs help first",
    legend: "The number is the probability that the learner is above the mark. Pale: not sure yet.",
    unknown: "Unknown learner",
    refreshed: (/** @type {Date} */ at) => `As of ${clock.format(at)}`,
    cell: (/** @type {number} */ share, /** @type {string} */ level, /** @type {number} */ n) =>
      `${percent(share)}, ${level}, ${count(n, "answer", "answers")}`,
  },
  percent,
});

// A duration as a clock shows it.
/** @param {number} millis @returns {string} */
export function timeLeft(millis) {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const h = Math.floor(seconds / 3600);
  const m = Math.floor((seconds % 3600) / 60);
  return h > 0 ? `${h}:${two(m)}:${two(seconds % 60)}` : `${two(m)}:${two(seconds % 60)}`;
}
