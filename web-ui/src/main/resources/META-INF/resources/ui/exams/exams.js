// @ts-check
// Exam definitions: a form, and beside it the rules in the sentences that learners will read.
import { h, Component } from "../lib/preact/preact.module.js";
import { every, getTagged, newKey, post, putTagged } from "../app/api.js";
import { Choice, Field, Loading, Sheet, Trouble } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { minutesIn } from "../home/model.js";
import { rulesOf } from "../prepare/rules.js";
import { definitionOf } from "./model.js";
import { Simulator } from "./simulator.js";
import { text } from "../messages/messages.js";

const words = text.exams;

export class Exams extends Component {
  constructor() {
    super();
    this.state = { exams: null, problem: null };
  }

  componentDidMount() {
    this.load();
  }

  async load() {
    try {
      this.setState({ exams: await every("/api/exams"), problem: null });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  render() {
    const { exams, problem } = this.state;
    if (!exams) {
      return problem ? h(Trouble, { problem, retry: () => this.load() }) : h(Loading, {});
    }
    return h(
      "div",
      { "data-testid": "exams-screen" },
      h("h1", null, words.title),
      h("p", null, h("a", { class: "button primary", href: addressOf("exams", "new"), "data-testid": "new-exam" }, words.define)),
      h(
        "ul",
        { class: "offers" },
        exams.map((/** @type {any} */ exam) =>
          h(
            "li",
            { key: exam.id, class: "card offer" },
            h(
              "div",
              null,
              h("h2", { class: "offer-title" }, exam.title),
              h("p", { class: "quiet" }, [text.home.mode[/** @type {"FIXED"} */ (exam.mode)], text.home.length(exam.minLength, exam.maxLength)].join(" · ")),
            ),
            exam.stopping
              ? h("a", { class: "button", href: addressOf("exams", exam.id), "aria-label": `${text.bank.edit}: ${exam.title}` }, text.bank.edit)
              : h("span", { class: "tag" }, words.notYours),
          ),
        ),
      ),
    );
  }
}

export class EditExam extends Component {
  /** @param {{examId: string}} props `new` for one that is not there yet */
  constructor(props) {
    super(props);
    this.isNew = props.examId === "new";
    this.key = newKey();
    this.state = { form: null, exam: null, tag: "", courses: [], problem: null };
  }

  componentDidMount() {
    this.load();
  }

  async load() {
    this.setState({ problem: null });
    try {
      const courses = await every("/api/courses");
      if (this.isNew) {
        this.setState({ courses, form: { courseId: courses[0]?.id ?? "", title: "", mode: "ADAPTIVE", minLength: 20, maxLength: 40, minutes: 60, feedback: "AT_END", maxAttempts: "", confidence: 90 } });
      } else {
        const { body, tag } = await getTagged(`/api/exams/${encodeURIComponent(this.props.examId)}`);
        const confidence = body.stopping?.confidence ? Math.round(100 * body.stopping.confidence) : "";
        this.setState({ courses, exam: body, tag, form: { ...body, minutes: minutesIn(body.timeLimit) ?? "", maxAttempts: body.maxAttempts ?? "", confidence } });
      }
    } catch (problem) {
      this.setState({ problem });
    }
  }

  async save() {
    const { form, exam, tag } = this.state;
    const definition = definitionOf(form, exam);
    if (this.isNew) {
      const made = await post("/api/exams", definition, { headers: { "Idempotency-Key": this.key } });
      location.hash = addressOf("exams", made.id);
    } else {
      await putTagged(`/api/exams/${encodeURIComponent(this.props.examId)}`, definition, tag);
      await this.load();
    }
  }

  render() {
    const { form, problem } = this.state;
    if (!form) {
      return problem ? h(Trouble, { problem, retry: () => this.load() }) : h(Loading, {});
    }
    return h(
      "div",
      { "data-testid": "edit-exam" },
      h("p", null, h("a", { href: "#/exams" }, words.title)),
      h("h1", null, this.isNew ? words.define : form.title),
      h(
        "div",
        { class: "beside" },
        this.sheet(form),
        h(
          "section",
          { class: "card preview", "aria-labelledby": "rules-title" },
          h("h2", { id: "rules-title" }, words.rules),
          h("ul", { class: "rules", "data-testid": "exam-rules" }, rulesOf(text.prepare, definitionOf(form, this.state.exam), null, Date.now()).map((rule) => h("li", { key: rule }, rule))),
          h(Simulator, { examId: this.isNew ? null : this.props.examId, mode: form.mode, domains: this.state.courses.find((/** @type {any} */ c) => c.id === form.courseId)?.domains ?? [] }),
        ),
      ),
    );
  }

  /** @param {any} form */
  sheet(form) {
    const change = (/** @type {string} */ name) => (/** @type {any} */ e) => this.setState({ form: { ...form, [name]: e.currentTarget.value } });
    const field = (/** @type {string} */ name, /** @type {string} */ label, /** @type {Record<string, any>} */ rest) =>
      h(Field, { id: `exam-${name}`, testid: `exam-${name}`, label, value: form[name], onInput: change(name), ...rest });
    const pick = (/** @type {string} */ name, /** @type {string} */ label, /** @type {[string, string][]} */ options) =>
      h(Choice, { id: `exam-${name}`, testid: `exam-${name}`, label, value: form[name], options, onChange: change(name), disabled: name === "courseId" && !this.isNew });
    return h(
      Sheet,
      { testid: "exam", submit: text.app.save, send: () => this.save() },
      field("title", words.name, { required: true, maxlength: 200 }),
      pick("courseId", text.mastery.course, this.state.courses.map((/** @type {any} */ c) => [c.id, c.title])),
      pick("mode", words.mode, Object.entries(text.home.mode)),
      field("minLength", words.least, { type: "number", min: 1, required: true }),
      field("maxLength", words.most, { type: "number", min: 1, required: true }),
      field("minutes", words.minutes, { type: "number", min: 1, hint: words.minutesHint }),
      pick("feedback", words.feedback, Object.entries(words.feedbacks)),
      field("maxAttempts", words.attempts, { type: "number", min: 1, hint: words.attemptsHint }),
      form.mode === "ADAPTIVE" && field("confidence", words.confidence, { type: "number", min: 50, max: 99, hint: words.confidenceHint }),
    );
  }
}
