// @ts-check
// Each question again: what I answered, what is right, and why each option is what it is.
import { h, Component } from "../lib/preact/preact.module.js";
import { ApiProblem, every, get, newKey, post } from "../app/api.js";
import { Loading, Long, Sheet, Trouble } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { RichText } from "../richtext/richtext.js";
import { MOST_CHARACTERS } from "../threads/model.js";
import { reviewed, wrongFirst } from "./model.js";
import { text } from "../messages/messages.js";

const words = text.review;

export class Review extends Component {
  /** @param {{sessionId: string}} props */
  constructor(props) {
    super(props);
    this.state = { questions: null, picks: new Map(), domains: new Map(), practice: null, problem: null, wrongOnly: false };
  }

  componentDidMount() {
    this.load();
  }

  async load() {
    this.setState({ problem: null });
    try {
      const path = `/api/results/${encodeURIComponent(this.props.sessionId)}`;
      const [review, trace, result] = await Promise.all([get(`${path}/review`), get(`${path}/trace`), get(path)]);
      every(`/api/exams?courseId=${encodeURIComponent(result.courseId)}`).then(
        (exams) => this.setState({ practice: exams.find((exam) => exam.mode === "PRACTICE") ?? null }),
        () => {},
      );
      this.setState({
        questions: wrongFirst(review.questions.map(reviewed)),
        picks: new Map(trace.questions.map((/** @type {any} */ q) => [q.position, q.pick])),
        domains: new Map(result.domains.map((/** @type {any} */ d) => [d.domainId, d.title])),
      });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  render() {
    const { questions, picks, domains, problem, wrongOnly } = this.state;
    if (problem) {
      const closed = problem instanceof ApiProblem && problem.status === 403;
      return closed
        ? h("div", { class: "banner", "data-testid": "review-closed" }, h("p", null, words.closed), this.back())
        : h(Trouble, { problem, retry: () => this.load() });
    }
    if (!questions) {
      return h(Loading, {});
    }
    const shown = wrongOnly ? questions.filter((/** @type {any} */ q) => !q.correct) : questions;
    return h(
      "div",
      { "data-testid": "review" },
      h("h1", null, words.title),
      h(
        "div",
        { class: "filter", role: "group", "aria-label": words.title },
        [false, true].map((only) =>
          h(
            "button",
            {
              type: "button",
              key: String(only),
              "aria-pressed": String(wrongOnly === only),
              "data-testid": only ? "filter-wrong" : "filter-all",
              onClick: () => this.setState({ wrongOnly: only }),
            },
            only ? words.wrongOnly : words.all,
          ),
        ),
        this.back(),
      ),
      shown.length === 0 && h("p", { class: "card" }, words.none),
      shown.map((/** @type {import("./model.js").Reviewed} */ question) =>
        h(Question, {
          key: question.position,
          question,
          pick: picks.get(question.position),
          domain: domains.get(question.domainId) ?? question.domainId,
          sessionId: this.props.sessionId,
          practice: this.state.practice,
        }),
      ),
    );
  }

  back() {
    return h("a", { href: addressOf("result", this.props.sessionId), "data-testid": "to-result" }, text.result.title);
  }
}

/** @param {{question: import("./model.js").Reviewed, pick: any, domain: string, sessionId: string, practice: any}} props */
function Question({ question, pick, domain, sessionId, practice }) {
  const heading = `question-${question.position}`;
  return h(
    "section",
    { class: "card reviewed", "aria-labelledby": heading, "data-testid": `review-question-${question.position}` },
    h(
      "div",
      { class: "reviewed-head" },
      h("h2", { id: heading }, words.question(question.position)),
      h(
        "p",
        { class: "reviewed-facts" },
        h("span", { class: "quiet" }, words.elapsed(Math.round(question.elapsedMillis / 1000))),
        h("span", { class: `tag tag-${question.correct ? "good" : "bad"}` }, question.correct ? words.correct : words.incorrect),
      ),
    ),
    h(RichText, { text: question.stem }),
    h(
      "ol",
      { class: "answers" },
      question.options.map((option) =>
        h(
          "li",
          {
            key: option.id,
            class: `answer${option.right ? " is-right" : option.mine ? " is-wrong" : ""}`,
            "data-testid": `review-${question.position}-${option.letter}`,
            "data-mine": String(option.mine),
            "data-right": String(option.right),
          },
          h("span", { class: "letter", "aria-hidden": "true" }, option.letter),
          h(
            "div",
            { class: "answer-text" },
            h("span", { class: "only-heard" }, `${option.letter}: `),
            h(RichText, { text: option.text, inline: true }),
            (option.mine || option.right) &&
              h(
                "p",
                { class: "marks" },
                option.right && h("span", { class: "tag tag-good", "data-testid": "right-option" }, words.right),
                option.mine &&
                  h("span", { class: `tag tag-${option.right ? "good" : "bad"}`, "data-testid": "my-option" }, words.yours),
              ),
            option.rationale &&
              h("div", { class: "rationale", "data-testid": "rationale" }, h(RichText, { text: option.rationale })),
          ),
        ),
      ),
    ),
    question.explanation &&
      h(
        "div",
        { class: "explanation", "data-testid": "explanation" },
        h("h3", null, words.explanation),
        h(RichText, { text: question.explanation }),
      ),
    pick && h(Why, { pick, domain }),
    h(Ask, { kind: "QUESTION", question, sessionId }),
    h(Ask, { kind: "PROBLEM", question, sessionId }),
    practice &&
      h(
        "p",
        null,
        h(
          "a",
          { class: "button", href: addressOf("practise", practice.id, question.domainId), "aria-label": words.practiseOf(domain), "data-testid": `practise-${question.position}` },
          words.practise,
        ),
      ),
  );
}

/** Asks the instructor, or reports a problem: both begin a thread on the question. */
class Ask extends Component {
  /** @param {{kind: "QUESTION" | "PROBLEM", question: import("./model.js").Reviewed, sessionId: string}} props */
  constructor(props) {
    super(props);
    this.key = newKey();
    this.state = { thread: null };
  }

  /** @param {FormData} data */
  async send(data) {
    const { kind, question, sessionId } = this.props;
    const body = { sessionId, kind, text: data.get("text") };
    this.setState({ thread: await post(`/api/questions/${encodeURIComponent(question.questionId)}/threads`, body, { headers: { "Idempotency-Key": this.key } }) });
  }

  render() {
    const { kind, question } = this.props;
    const { thread } = this.state;
    const said = words.ask[kind];
    const id = `${kind === "QUESTION" ? "ask" : "report"}-${question.position}`;
    return h(
      "details",
      null,
      h("summary", { "data-testid": `${id}-open` }, said.title),
      thread
        ? h("p", { role: "status", "data-testid": `${id}-done` }, `${said.done} `, h("a", { href: addressOf("inbox", thread.id) }, words.toThread))
        : h(
            Sheet,
            { testid: id, submit: said.send, done: "", send: (/** @type {FormData} */ data) => this.send(data) },
            h(Long, { id: `${id}-text`, name: "text", label: said.label, rows: 3, required: true, maxlength: MOST_CHARACTERS }),
          ),
    );
  }
}

/** @param {{pick: any, domain: string}} props */
function Why({ pick, domain }) {
  return h(
    "details",
    { "data-testid": "why-this" },
    h("summary", null, words.whyThis),
    h("p", null, words.pickedBy[/** @type {"ANALYTICS"} */ (pick.pickedBy)] ?? ""),
    pick.pickedBy !== "FIXED" && h("p", null, words.picked(pick.candidates, pick.rank)),
    h("p", null, words.domain(domain)),
    pick.relaxed.length > 0 && h("p", null, words.relaxed(pick.relaxed.join(", "))),
  );
}
