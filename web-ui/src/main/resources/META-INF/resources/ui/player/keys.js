// @ts-check
// The keyboard path through an exam.

/**
 * @param {{key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean}} event
 * @param {number} options how many are shown
 * @returns {{choose: number} | "confirm" | "time" | "strike" | null}
 */
export function meaning(event, options) {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return null;
  }
  const key = event.key.toUpperCase();
  if (key === "ENTER") {
    return "confirm";
  }
  const at = key.length === 1 ? key.charCodeAt(0) - 65 : -1;
  if (at >= 0 && at < options) {
    return { choose: at };
  }
  return key === "T" ? "time" : key === "X" ? "strike" : null;
}
