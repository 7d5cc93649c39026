// @ts-check
// Small parts that every screen uses.
import { h } from "../lib/preact/preact.module.js";
import { ApiProblem } from "./api.js";
import { text } from "../messages/en.js";

/**
 * What a person reads when a call failed.
 *
 * @param {unknown} problem
 * @returns {string}
 */
export function words(problem) {
  if (!(problem instanceof ApiProblem)) {
    return text.app.unexpected;
  }
  if (problem.status === 0) {
    return text.app.offline;
  }
  if (problem.errors.length > 0) {
    return problem.errors
      .map((e) => `${e.pointer.replace(/^\//, "")}: ${e.message}`)
      .join("; ");
  }
  if (problem.status === 429 || problem.status === 503 || problem.status === 504) {
    return text.app.busy;
  }
  return problem.status >= 500 ? text.app.unexpected : problem.detail || text.app.unexpected;
}

/** @param {{problem: unknown, retry?: () => void, testid?: string}} props */
export function Trouble({ problem, retry, testid = "trouble" }) {
  const reference = problem instanceof ApiProblem ? problem.requestId : "";
  return h(
    "div",
    { class: "banner banner-bad", role: "alert", "data-testid": testid },
    h("p", null, words(problem)),
    reference && h("p", { class: "quiet" }, text.app.reference(reference)),
    retry && h("button", { type: "button", onClick: retry }, text.app.tryAgain),
  );
}

/** @param {{label?: string}} props */
export function Loading({ label = text.app.loading }) {
  return h("p", { class: "loading", role: "status" }, h("span", { class: "spinner", "aria-hidden": "true" }), label);
}

/**
 * @param {{id: string, label: string, hint?: string, testid: string} & Record<string, any>} props
 */
export function Field({ id, label, hint, testid, ...input }) {
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    h("input", {
      id,
      "data-testid": testid,
      "aria-describedby": hint ? `${id}-hint` : undefined,
      ...input,
    }),
    hint && h("p", { id: `${id}-hint`, class: "quiet" }, hint),
  );
}

export const LETTERS = "ABCDEFGHIJ";
