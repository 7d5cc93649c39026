// @ts-check
// The parts of the exam screen: what is shown, without knowing how it came or where it goes.
import { h } from "../lib/preact/preact.module.js";
import { LETTERS } from "../app/parts.js";
import { RichText } from "../richtext/richtext.js";
import { text, timeLeft } from "../messages/messages.js";

const words = text.player;

/** @param {{view: any, answered: number, left: number | null, hidden: boolean, toggle: () => void}} props */
export function ExamBar({ view, answered, left, hidden, toggle }) {
  const progress = words.progress(view.position, view.minLength, view.maxLength);
  return h(
    "div",
    { class: "exam-bar" },
    h("p", { class: "progress", "data-testid": "progress" }, h("strong", null, progress)),
    left !== null &&
      h(
        "div",
        { class: "time" },
        !hidden &&
          h(
            "p",
            {
              class: left < 60_000 ? "timer timer-short" : "timer",
              role: "timer",
              "aria-live": "off",
              "aria-label": words.timeLeft(timeLeft(left)),
              "data-testid": "timer",
            },
            timeLeft(left),
          ),
        h(
          "button",
          { type: "button", class: "plain small", "aria-pressed": String(hidden), "data-testid": "timer-toggle", onClick: toggle },
          hidden ? words.showTime : words.hideTime,
        ),
      ),
    h("progress", { max: view.maxLength, value: answered, "aria-label": progress }),
  );
}

/** @param {{view: any, keep: (e: HTMLElement | null) => void}} props */
export function Stem({ view, keep }) {
  return h(
    "div",
    { class: "stem", tabindex: -1, role: "heading", "aria-level": 1, "data-testid": "stem", ref: keep },
    h("span", { class: "only-heard" }, words.question(view.position), ": "),
    h(RichText, { text: view.question.stem }),
  );
}

/**
 * @param {{view: any, chosen: string | null, struck: Set<string>, feedback: any, locked: boolean,
 *   choose: (id: string) => void, strike: (id: string) => void}} props
 */
export function Options({ view, chosen, struck, feedback, locked, choose, strike }) {
  return h(
    "fieldset",
    { class: "options", disabled: locked },
    h("legend", { class: "only-heard" }, words.choose),
    view.question.options.map((/** @type {any} */ option, /** @type {number} */ n) =>
      h(Option, {
        key: option.id,
        option,
        letter: LETTERS.charAt(n),
        chosen: chosen === option.id,
        struck: struck.has(option.id),
        feedback,
        locked,
        choose,
        strike,
      }),
    ),
  );
}

/**
 * @param {{option: any, letter: string, chosen: boolean, struck: boolean, feedback: any, locked: boolean,
 *   choose: (id: string) => void, strike: (id: string) => void}} props
 */
function Option({ option, letter, chosen, struck, feedback, locked, choose, strike }) {
  const right = feedback?.correctOptionId === option.id;
  const shown = feedback ? (right ? " is-right" : chosen ? " is-wrong" : "") : "";
  const rationale = feedback?.rationales?.[option.id];
  return h(
    "div",
    { class: `option-row${struck ? " is-struck" : ""}` },
    h(
      "label",
      { class: `option${chosen ? " is-chosen" : ""}${shown}`, "data-testid": `option-${letter}`, "data-struck": String(struck) },
      h("input", { type: "radio", name: "answer", value: option.id, checked: chosen, onChange: () => choose(option.id) }),
      h("span", { class: "letter", "aria-hidden": "true" }, letter),
      h(
        "span",
        { class: "option-text" },
        h("span", { class: "only-heard" }, words.option(letter), struck ? `, ${words.struck}` : "", ": "),
        h(RichText, { text: option.text, inline: true }),
        right && h("span", { class: "tag tag-good" }, words.rightOption),
        rationale && h("span", { class: "quiet" }, h(RichText, { text: rationale })),
      ),
    ),
    !feedback &&
      h(
        "button",
        {
          type: "button",
          class: "plain strike",
          disabled: locked,
          "aria-label": struck ? words.unstrike(letter) : words.strike(letter),
          "aria-pressed": String(struck),
          title: struck ? words.unstrike(letter) : words.strike(letter),
          "data-testid": `strike-${letter}`,
          onClick: () => strike(option.id),
        },
        h("span", { "aria-hidden": "true" }, struck ? "↺" : "✕"),
      ),
  );
}

/** @param {{feedback: any}} props */
export function Feedback({ feedback }) {
  return h(
    "div",
    { class: feedback.correct ? "banner feedback-right" : "banner banner-bad", role: "status", "data-testid": "feedback" },
    h("div", null, h("strong", null, feedback.correct ? words.right : words.wrong), feedback.explanation && h(RichText, { text: feedback.explanation })),
  );
}

/** @param {{sending: import("./sending.js").Sending, durable: boolean, saved: number, savedAt: Date | null, away: boolean}} props */
export function SaveState({ sending, durable, saved, savedAt, away }) {
  const owed = sending.owed.length;
  const state = sending.waiting ? "waiting" : owed > 0 ? "saving" : away ? "offline" : savedAt ? "saved" : "idle";
  const said = {
    idle: saved > 0 ? words.savedCount(saved) : "",
    saving: words.saving,
    saved: savedAt ? words.saved(savedAt) : "",
    waiting: durable ? words.waiting(owed) : words.waitingHere(owed),
    offline: words.offline,
  }[/** @type {"idle"} */ (state)];
  return h(
    "p",
    { class: `saved saved-${state}`, role: "status", "data-testid": "save-state", "data-state": state },
    said && h("span", { class: "said" }, h("span", { class: "mark", "aria-hidden": "true" }), said),
    state === "waiting" &&
      h("button", { type: "button", class: "plain small", "data-testid": "send-now", onClick: () => sending.go() }, words.sendNow),
  );
}

/**
 * @param {{count: number, position: number, answered: Set<number>, flags: Set<number>,
 *   turnTo: (position: number) => void, flag: () => void}} props
 */
export function Navigator({ count, position, answered, flags, turnTo, flag }) {
  const positions = Array.from({ length: count }, (_, n) => n + 1);
  return h(
    "nav",
    { class: "navigator card", "aria-label": words.navigator, "data-testid": "navigator" },
    h(
      "div",
      { class: "navigator-head" },
      h("p", null, words.answeredOf(answered.size, count)),
      h(
        "button",
        { type: "button", "aria-pressed": String(flags.has(position)), "data-testid": "flag", onClick: flag },
        flags.has(position) ? words.unflag : words.flag,
      ),
    ),
    h(
      "ol",
      null,
      positions.map((n) => {
        const state = [answered.has(n) ? "is-answered" : "", flags.has(n) ? "is-flagged" : ""].join(" ");
        return h(
          "li",
          { key: n },
          h(
            "button",
            {
              type: "button",
              class: `place ${state}`,
              "aria-current": n === position ? "step" : undefined,
              "aria-label": words.place(n, answered.has(n), flags.has(n)),
              "data-testid": `place-${n}`,
              onClick: () => turnTo(n),
            },
            n,
            flags.has(n) && h("span", { class: "pennant", "aria-hidden": "true" }, "⚑"),
          ),
        );
      }),
    ),
  );
}
