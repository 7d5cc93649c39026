// @ts-check
// Writes a question, beside it as learners will see it.
import { h, Component } from "../lib/preact/preact.module.js";
import { every, getTagged, newKey, post, putTagged } from "../app/api.js";
import { Choice, Field, LETTERS, Loading, Long, Sheet, Trouble } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { History } from "./history.js";
import { blank, draftOf, withKey, withOneMore, withOption, withoutOption } from "./draft.js";
import { Worked } from "./worked.js";
import { text } from "../messages/messages.js";

const words = text.bank;

export class EditQuestion extends Component {
  /** @param {{questionId: string, me: any}} props `new` for one that is not there yet */
  constructor(props) {
    super(props);
    this.isNew = props.questionId === "new";
    this.key = newKey();
    this.state = { draft: null, question: null, tag: "", courses: [], closed: false, problem: null };
  }

  componentDidMount() {
    this.load();
  }

  async load() {
    this.setState({ problem: null });
    try {
      const own = this.props.me.organisation?.id ?? null;
      const courses = (await every("/api/courses")).filter((course) => course.organisationId === own);
      if (this.isNew && courses.length === 0) {
        this.setState({ courses, draft: null, closed: true });
      } else if (this.isNew) {
        this.setState({ courses, draft: blankIn(courses[0]) });
      } else {
        const { body, tag } = await getTagged(`/api/questions/${encodeURIComponent(this.props.questionId)}`);
        this.setState({ courses, question: body, draft: draftOf(body), tag });
      }
    } catch (problem) {
      this.setState({ problem });
    }
  }

  async save() {
    const { draft, tag } = this.state;
    if (this.isNew) {
      const made = await post("/api/questions", draft, { headers: { "Idempotency-Key": this.key } });
      location.hash = addressOf("bank", made.id);
    } else {
      await putTagged(`/api/questions/${encodeURIComponent(this.props.questionId)}`, draft, tag);
      await this.load();
    }
  }

  /** @param {"publish" | "retire"} what */
  async turn(what) {
    try {
      await post(`/api/questions/${encodeURIComponent(this.props.questionId)}/${what}`, {}, { headers: { "If-Match": this.state.tag } });
      await this.load();
    } catch (problem) {
      this.setState({ problem });
    }
  }

  /** @param {any} change */
  change(change) {
    this.setState({ draft: { ...this.state.draft, ...change } });
  }

  render() {
    const { draft, question, closed, problem } = this.state;
    if (closed) {
      return h("div", { class: "banner" }, h("p", null, words.noCourse), h("a", { href: "#/bank" }, words.title));
    }
    if (!draft) {
      return problem ? h(Trouble, { problem, retry: () => this.load() }) : h(Loading, {});
    }
    return h(
      "div",
      { "data-testid": "edit-question" },
      h("p", null, h("a", { href: "#/bank" }, words.title)),
      h("h1", null, this.isNew ? words.write : words.edit),
      question &&
        h(
          "p",
          { class: "quiet", "data-testid": "question-state" },
          [words.states[/** @type {"DRAFT"} */ (question.status)], words.version(question.version), ...(question.liveVersion === null ? [] : [words.live(question.liveVersion)])].join(" · "),
        ),
      problem && h(Trouble, { problem }),
      h("div", { class: "beside" }, this.sheet(draft), h(Preview, { draft })),
      question &&
        h(
          "p",
          { class: "sheet-end" },
          h("button", { type: "button", "data-testid": "publish", onClick: () => this.turn("publish") }, words.publish),
          h("button", { type: "button", class: "plain", "data-testid": "retire", onClick: () => this.turn("retire") }, words.retire),
          h("span", { class: "quiet" }, words.publishHint),
        ),
      question && h(History, { key: question.version, question }),
    );
  }

  /** @param {import("./draft.js").Draft} draft */
  sheet(draft) {
    const course = this.state.courses.find((/** @type {any} */ c) => c.id === draft.courseId);
    const domain = course?.domains.find((/** @type {any} */ d) => d.id === draft.domainId);
    const pick = (/** @type {string} */ id, /** @type {string} */ label, /** @type {string} */ value, /** @type {[string, string][]} */ options, /** @type {(v: string) => any} */ change) =>
      h(Choice, { id, label, testid: id, value, options, onChange: (/** @type {any} */ e) => this.change(change(e.currentTarget.value)) });
    return h(
      Sheet,
      { testid: "question", submit: text.app.save, send: () => this.save() },
      this.isNew &&
        h(Choice, {
          id: "question-course",
          label: text.mastery.course,
          testid: "question-course",
          value: draft.courseId,
          options: this.state.courses.map((/** @type {any} */ c) => [c.id, c.title]),
          onChange: (/** @type {any} */ e) => this.setState({ draft: blankIn(this.state.courses.find((/** @type {any} */ c) => c.id === e.currentTarget.value)) }),
        }),
      pick("question-domain", words.domain, draft.domainId, (course?.domains ?? []).map((/** @type {any} */ d) => [d.id, d.title]), (domainId) => ({
        domainId,
        topics: [course?.domains.find((/** @type {any} */ d) => d.id === domainId)?.topics[0]?.id],
      })),
      pick("question-topic", words.topic, draft.topics[0] ?? "", (domain?.topics ?? []).map((/** @type {any} */ t) => [t.id, t.title]), (topic) => ({ topics: [topic] })),
      pick("question-difficulty", words.difficultyOf, draft.difficulty, Object.entries(words.difficulty), (difficulty) => ({ difficulty })),
      h(Long, { id: "question-stem", label: words.stem, rows: 5, required: true, value: draft.stem, change: (/** @type {string} */ stem) => this.change({ stem }) }),
      draft.options.map((option, n) =>
        h(
          "fieldset",
          { key: n, class: "option-edit" },
          h("legend", null, text.player.option(LETTERS.charAt(n))),
          h("label", null, h("input", { type: "radio", name: "key", checked: option.correct, onChange: () => this.setState({ draft: withKey(draft, n) }) }), ` ${words.isKey}`),
          h(Long, { id: `option-${n}`, label: words.optionText, rows: 2, required: true, value: option.text, change: (/** @type {string} */ said) => this.setState({ draft: withOption(draft, n, { text: said }) }) }),
          h(Long, { id: `rationale-${n}`, label: words.rationale, rows: 2, value: option.rationale, change: (/** @type {string} */ said) => this.setState({ draft: withOption(draft, n, { rationale: said }) }) }),
          h("button", { type: "button", class: "plain small", disabled: option.correct, onClick: () => this.setState({ draft: withoutOption(draft, n) }) }, words.removeOption(LETTERS.charAt(n))),
        ),
      ),
      h("button", { type: "button", onClick: () => this.setState({ draft: withOneMore(draft) }) }, words.addOption),
      h(Long, { id: "question-explanation", label: text.review.explanation, rows: 4, value: draft.explanation, change: (/** @type {string} */ explanation) => this.change({ explanation }) }),
      h(Field, { id: "question-source", label: words.source, value: draft.source ?? "", testid: "question-source", onInput: (/** @type {any} */ e) => this.change({ source: e.currentTarget.value || null }) }),
    );
  }
}

/** @param {any} course */
function blankIn(course) {
  const domain = course.domains[0];
  return blank(course.id, domain.id, domain.topics[0]?.id ?? "");
}

/** @param {{draft: import("./draft.js").Draft}} props */
function Preview({ draft }) {
  return h(
    "section",
    { class: "card preview", "aria-labelledby": "preview-title", "data-testid": "preview" },
    h("h2", { id: "preview-title" }, words.preview),
    h(Worked, draft),
  );
}
