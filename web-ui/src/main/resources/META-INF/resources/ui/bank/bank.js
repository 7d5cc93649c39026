// @ts-check
// The question bank of those who write: found by words, course, domain and state.
import { h, Component } from "../lib/preact/preact.module.js";
import { every, get } from "../app/api.js";
import { Choice, Field, Loading, Trouble } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { RichText } from "../richtext/richtext.js";
import { text } from "../messages/messages.js";

const words = text.bank;
const PAUSE_MILLIS = 250;

export class Bank extends Component {
  constructor() {
    super();
    this.state = { courses: [], courseId: "", domainId: "", status: "", text: "", questions: null, cursor: null, problem: null };
    /** @type {number | undefined} */
    this.timer = undefined;
    this.asked = 0;
  }

  componentDidMount() {
    every("/api/courses").then((courses) => this.setState({ courses }), (problem) => this.setState({ problem }));
    this.search(null);
  }

  componentWillUnmount() {
    clearTimeout(this.timer);
  }

  /** @param {Record<string, string>} change */
  narrow(change) {
    this.setState(change);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.search(null), PAUSE_MILLIS);
  }

  /** @param {string | null} cursor null for the first page */
  async search(cursor) {
    const mine = ++this.asked;
    const { courseId, domainId, status, text: wanted, questions } = this.state;
    const query = new URLSearchParams({ limit: "50" });
    for (const [name, value] of Object.entries({ courseId, domainId, status, text: wanted, cursor })) {
      if (value) {
        query.set(name, value);
      }
    }
    try {
      const page = await get(`/api/questions?${query}`);
      if (mine === this.asked) {
        this.setState({ questions: [...(cursor ? questions : []), ...page.items], cursor: page.nextCursor, problem: null });
      }
    } catch (problem) {
      this.setState({ problem });
    }
  }

  render() {
    const { courses, courseId, domainId, status, questions, cursor, problem } = this.state;
    const domains = courses.find((/** @type {any} */ course) => course.id === courseId)?.domains ?? [];
    const all = /** @type {[string, string]} */ (["", words.any]);
    return h(
      "div",
      { "data-testid": "bank" },
      h("h1", null, words.title),
      h(
        "form",
        { class: "card filters", role: "search", onSubmit: (/** @type {Event} */ e) => e.preventDefault() },
        h(Field, { id: "bank-text", type: "search", label: words.text, testid: "bank-text", onInput: (/** @type {any} */ e) => this.narrow({ text: e.currentTarget.value }) }),
        h(Choice, {
          id: "bank-course",
          label: text.mastery.course,
          testid: "bank-course",
          value: courseId,
          options: [all, ...courses.map((/** @type {any} */ c) => [c.id, c.title])],
          onChange: (/** @type {any} */ e) => this.narrow({ courseId: e.currentTarget.value, domainId: "" }),
        }),
        domains.length > 0 &&
          h(Choice, {
            id: "bank-domain",
            label: words.domain,
            testid: "bank-domain",
            value: domainId,
            options: [all, ...domains.map((/** @type {any} */ d) => [d.id, d.title])],
            onChange: (/** @type {any} */ e) => this.narrow({ domainId: e.currentTarget.value }),
          }),
        h(Choice, {
          id: "bank-status",
          label: words.status,
          testid: "bank-status",
          value: status,
          options: [all, ...Object.entries(words.states)],
          onChange: (/** @type {any} */ e) => this.narrow({ status: e.currentTarget.value }),
        }),
      ),
      h("p", { class: "actions" }, h("a", { class: "button primary", href: addressOf("bank", "new"), "data-testid": "new-question" }, words.write), h("a", { class: "button", href: addressOf("import"), "data-testid": "to-import" }, text.importing.title)),
      problem && h(Trouble, { problem, retry: () => this.search(null) }),
      questions === null ? !problem && h(Loading, {}) : this.found(questions, cursor),
    );
  }

  /** @param {any[]} questions @param {string | null} cursor */
  found(questions, cursor) {
    const titles = new Map(this.state.courses.flatMap((/** @type {any} */ course) => course.domains ?? []).map((/** @type {any} */ domain) => [domain.id, domain.title]));
    return h(
      "section",
      { "aria-label": words.found },
      h("p", { class: "quiet", role: "status", "data-testid": "bank-count" }, words.count(questions.length, cursor !== null)),
      h(
        "ul",
        { class: "offers" },
        questions.map((question) =>
          h(
            "li",
            { key: question.id, class: "card found", "data-testid": "bank-question" },
            h("p", { class: "quiet" }, [titles.get(question.domainId) ?? question.domainId, words.difficulty[/** @type {"EASY"} */ (question.difficulty)], words.version(question.version), words.states[/** @type {"DRAFT"} */ (question.status)]].join(" · ")),
            h(RichText, { text: question.stem }),
            h("a", { class: "button", href: addressOf("bank", question.id), "aria-label": words.of(words.edit, question.id) }, words.edit),
          ),
        ),
      ),
      cursor && h("button", { type: "button", onClick: () => this.search(cursor) }, text.app.more),
    );
  }
}
