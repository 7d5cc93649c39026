// @ts-check
// Brings questions in from a file: looked at first, row by row, then written as drafts.
import { h, Component } from "../lib/preact/preact.module.js";
import { ApiProblem, every, post } from "../app/api.js";
import { Choice, Loading, Trouble, words as wordsOf } from "../app/parts.js";
import { fromCsv, fromJson, keyOf } from "./importing.js";
import { Worked } from "./worked.js";
import { text } from "../messages/messages.js";

const words = text.importing;
const SHOWN = 5;
const PATIENCE_MILLIS = 2000;
const TRIES = 10;

export class Import extends Component {
  /** @param {{me: any}} props */
  constructor(props) {
    super(props);
    this.state = { courses: null, courseId: "", file: null, read: null, publish: false, done: null, failed: [], busy: false, problem: null };
    this.gone = false;
  }

  componentDidMount() {
    this.load();
  }

  componentWillUnmount() {
    this.gone = true;
  }

  async load() {
    this.setState({ problem: null });
    try {
      const own = this.props.me.organisation?.id ?? null;
      const courses = (await every("/api/courses")).filter((course) => course.organisationId === own);
      this.setState({ courses, courseId: courses[0]?.id ?? "" });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  /** @param {File | null} file @param {string} courseId */
  async look(file, courseId) {
    const course = this.state.courses.find((/** @type {any} */ c) => c.id === courseId);
    if (file && course) {
      const said = await file.text();
      const read = file.name.toLowerCase().endsWith(".json") ? fromJson(said, course, words) : fromCsv(said, course, words);
      this.setState({ file, courseId, read, done: null, failed: [] });
    } else {
      this.setState({ file, courseId });
    }
  }

  async take() {
    const { read, publish } = this.state;
    this.setState({ busy: true, done: 0, failed: [] });
    for (const { line, draft } of read.rows) {
      if (this.gone) {
        return;
      }
      try {
        const made = await patiently(() => post("/api/questions", draft, { headers: { "Idempotency-Key": keyOf(draft) } }));
        if (publish) {
          await patiently(() => post(`/api/questions/${encodeURIComponent(made.id)}/publish`));
        }
        this.setState({ done: this.state.done + 1 });
      } catch (problem) {
        this.setState({ failed: [...this.state.failed, { line, column: "", message: wordsOf(problem) }] });
      }
    }
    this.setState({ busy: false });
  }

  render() {
    const { courses, courseId, read, publish, done, failed, busy, problem } = this.state;
    if (!courses) {
      return problem ? h(Trouble, { problem, retry: () => this.load() }) : h(Loading, {});
    }
    if (courses.length === 0) {
      return h("div", { class: "banner" }, h("p", null, text.bank.noCourse), h("a", { href: "#/bank" }, text.bank.title));
    }
    return h(
      "div",
      { "data-testid": "import" },
      h("p", null, h("a", { href: "#/bank" }, text.bank.title)),
      h("h1", null, words.title),
      h(
        "div",
        { class: "card" },
        h(Choice, { id: "import-course", testid: "import-course", label: text.mastery.course, value: courseId, options: courses.map((/** @type {any} */ c) => [c.id, c.title]), onChange: (/** @type {any} */ e) => this.look(this.state.file, e.currentTarget.value) }),
        h("label", { for: "import-file" }, words.file),
        h("input", { id: "import-file", type: "file", accept: ".csv,.json,text/csv,application/json", "data-testid": "import-file", onChange: (/** @type {any} */ e) => this.look(e.currentTarget.files[0] ?? null, courseId) }),
      ),
      read && this.preview(read, publish, busy),
      done !== null && h("p", { class: "banner", role: "status", "data-testid": "import-done" }, words.written(done, read.rows.length)),
      failed.length > 0 && h(Errors, { title: words.refused, errors: failed, testid: "import-refused" }),
    );
  }

  /** @param {import("./importing.js").Imported} read @param {boolean} publish @param {boolean} busy */
  preview({ rows, errors }, publish, busy) {
    return h(
      "section",
      { "aria-labelledby": "preview-title" },
      h("h2", { id: "preview-title" }, words.preview),
      h("p", { role: "status", "data-testid": "import-preview" }, words.found(rows.length, new Set(errors.map((e) => e.line)).size)),
      errors.length > 0 && h(Errors, { title: words.errors, errors, testid: "import-errors" }),
      rows.slice(0, SHOWN).map(({ line, draft }) =>
        h("details", { key: line, class: "card version" }, h("summary", null, words.row(line)), h(Worked, draft)),
      ),
      rows.length > SHOWN && h("p", { class: "quiet" }, words.andMore(rows.length - SHOWN)),
      h(
        "p",
        { class: "sheet-end" },
        h("button", { type: "button", class: "primary", disabled: busy || rows.length === 0, "data-testid": "import-take", onClick: () => this.take() }, busy ? text.app.saving : words.take(rows.length)),
        h("label", null, h("input", { type: "checkbox", checked: publish, "data-testid": "import-publish", onChange: () => this.setState({ publish: !publish }) }), ` ${words.publish}`),
      ),
    );
  }
}

/** @param {{title: string, errors: import("./importing.js").RowError[], testid: string}} props */
function Errors({ title, errors, testid }) {
  return h(
    "div",
    { class: "wide-table", tabindex: 0, role: "region", "aria-label": title, "data-testid": testid },
    h(
      "table",
      { class: "plain-table" },
      h("caption", null, title),
      h("thead", null, h("tr", null, [text.classes.line, text.classes.column, text.classes.fault].map((each) => h("th", { key: each, scope: "col" }, each)))),
      h("tbody", null, errors.map((e, n) => h("tr", { key: n }, h("td", null, e.line), h("td", null, e.column), h("td", null, e.message)))),
    ),
  );
}

/** A write that is safe twice, again while nobody can answer. @template T @param {() => Promise<T>} write @returns {Promise<T>} */
async function patiently(write) {
  for (let tries = 1; ; tries++) {
    try {
      return await write();
    } catch (problem) {
      if (!(problem instanceof ApiProblem && problem.passing) || tries === TRIES) {
        throw problem;
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(1000 * problem.retryAfter, PATIENCE_MILLIS)));
    }
  }
}
