// @ts-check
// The address says which screen is shown; after the hash, so that the server serves one page.

/**
 * @typedef {{screen: "home"} | {screen: "join"} | {screen: "player", sessionId: string}
 *   | {screen: "result", sessionId: string} | {screen: "review", sessionId: string}
 *   | {screen: "mastery", classId: string} | {screen: "unknown"}} Place
 */

/** @param {string} hash @returns {Place} */
export function placeOf(hash) {
  const parts = hash
    .replace(/^#\/?/, "")
    .split("/")
    .filter((part) => part !== "")
    .map(decode);
  const [first, id, last] = parts;
  if (parts.length === 0) {
    return { screen: "home" };
  }
  if (first === "join" && parts.length === 1) {
    return { screen: "join" };
  }
  if (parts.length === 2 && id && (first === "exam" || first === "result" || first === "review")) {
    return { screen: first === "exam" ? "player" : first, sessionId: id };
  }
  if (parts.length === 3 && first === "class" && id && last === "mastery") {
    return { screen: "mastery", classId: id };
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
