// @ts-check
// A question with its key and every rationale, as those see it who may.
import { h } from "../lib/preact/preact.module.js";
import { LETTERS } from "../app/parts.js";
import { RichText } from "../richtext/richtext.js";
import { text } from "../messages/messages.js";

/** @param {{stem: string, options: {text: string, correct: boolean, rationale: string}[], explanation: string}} props */
export function Worked({ stem, options, explanation }) {
  return h(
    "div",
    null,
    h(RichText, { text: stem }),
    h(
      "ol",
      { class: "answers" },
      options.map((option, n) =>
        h(
          "li",
          { key: n, class: `answer${option.correct ? " is-right" : ""}` },
          h("span", { class: "letter", "aria-hidden": "true" }, LETTERS.charAt(n)),
          h(
            "div",
            { class: "answer-text" },
            h(RichText, { text: option.text, inline: true }),
            option.correct && h("span", { class: "tag tag-good" }, text.review.right),
            option.rationale && h("div", { class: "rationale" }, h(RichText, { text: option.rationale })),
          ),
        ),
      ),
    ),
    explanation && h("div", { class: "explanation" }, h(RichText, { text: explanation })),
  );
}
