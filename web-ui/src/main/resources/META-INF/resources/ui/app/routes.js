// @ts-check
// The address says which screen is shown; after the hash, so that the server serves one page.

/**
 * @typedef {{screen: string} & Record<string, string>} Place the screen, and what its address names
 */

/** Addresses; a word after a colon stands for an id. */
const ADDRESSES = {
  "": "home",
  join: "join",
  "password/:token": "password",
  "start/:examId": "prepare",
  "start/:examId/:assignmentId": "prepare",
  "practise/:examId/:domainId": "prepare",
  "exam/:sessionId": "player",
  "result/:sessionId": "result",
  "review/:sessionId": "review",
  "progress/:courseId": "progress",
  "class/:classId": "class",
  "class/:classId/mastery": "mastery",
  "class/:classId/live": "live",
  "class/:classId/learner/:learnerId/:courseId": "learner",
  bank: "bank",
  "bank/:questionId": "question",
  exams: "exams",
  "exams/:examId": "exam",
  import: "import",
  inbox: "inbox",
  "inbox/:threadId": "thread",
  data: "data",
  platform: "platform",
};

/** @param {string} hash @returns {Place} */
export function placeOf(hash) {
  const parts = hash
    .replace(/^#\/?/, "")
    .split("/")
    .filter((part) => part !== "")
    .map(decode);
  for (const [address, screen] of Object.entries(ADDRESSES)) {
    const names = address.split("/").filter((name) => name !== "");
    const fits = names.length === parts.length && names.every((name, n) => (name.startsWith(":") ? parts[n] : name === parts[n]));
    if (fits) {
      const ids = names.flatMap((name, n) => (name.startsWith(":") ? [[name.slice(1), parts[n]]] : []));
      return { screen, ...Object.fromEntries(ids) };
    }
  }
  return { screen: "unknown" };
}

/** @param {...string} parts */
export const addressOf = (...parts) => `#/${parts.map(encodeURIComponent).join("/")}`;

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
