// @ts-check
// What an exam asks of me, before it begins: its rules in sentences, my time, and when it would end.
import { h, Component } from "../lib/preact/preact.module.js";
import { ApiProblem, get, newKey, post } from "../app/api.js";
import { Loading, Trouble } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { pause } from "../player/sending.js";
import { rulesOf } from "./rules.js";
import { text, timeLeft } from "../messages/messages.js";

const words = text.prepare;
/** As many questions as the service gives to practice of one domain. */
const FEW = 5;
/** Problems of a crowd: there is a turn for everybody. */
const CROWD = ["overloaded", "rate-limited"];

export class Prepare extends Component {
  /** @param {{examId: string, assignmentId?: string, domainId?: string, me: import("../home/model.js").Me}} props */
  constructor(props) {
    super(props);
    this.state = { exam: null, assignment: null, busy: false, problem: null, turn: 0, now: Date.now() };
    /** Times that the start was sent. */
    this.asked = 0;
    /** @type {number | undefined} */
    this.waiting = undefined;
    // One key for this visit: pressing twice, or again after a cut, begins one exam.
    this.key = newKey();
    /** @type {number | undefined} */
    this.ticker = undefined;
  }

  componentDidMount() {
    this.ticker = window.setInterval(() => this.setState({ now: Date.now() }), 1000);
    this.load();
  }

  componentWillUnmount() {
    clearInterval(this.ticker);
    clearTimeout(this.waiting);
  }

  async load() {
    this.setState({ problem: null });
    const { examId, assignmentId } = this.props;
    try {
      const [exam, me] = await Promise.all([get(`/api/exams/${encodeURIComponent(examId)}`), get("/api/me")]);
      const assignment = me.assignments.find((/** @type {any} */ a) => a.id === assignmentId) ?? null;
      this.setState({ exam: this.props.domainId ? { ...exam, minLength: FEW, maxLength: FEW } : exam, assignment });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  async begin() {
    if (this.state.busy) {
      return;
    }
    clearTimeout(this.waiting);
    this.setState({ busy: true, problem: null, turn: 0 });
    this.asked += 1;
    const { examId, assignmentId, domainId } = this.props;
    try {
      const body = { examId, ...(assignmentId && { assignmentId }), ...(domainId && { domainId }) };
      const session = await post("/api/sessions", body, { headers: { "Idempotency-Key": this.key } });
      location.hash = addressOf("exam", session.id);
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || !CROWD.includes(problem.slug)) {
        this.setState({ busy: false, problem });
        return;
      }
      // The same key: whatever became of the one before, there is one session.
      const millis = pause(this.asked, problem.retryAfter, Math.random());
      this.setState({ busy: false, turn: Date.now() + millis });
      this.waiting = window.setTimeout(() => this.begin(), millis);
    }
  }

  render() {
    const { exam, assignment, busy, problem, turn, now } = this.state;
    if (problem instanceof ApiProblem && problem.status === 404) {
      return h("div", { class: "banner" }, h("p", null, words.notYours), h("a", { href: "#/" }, text.app.home));
    }
    if (!exam) {
      return problem ? h(Trouble, { problem, retry: () => this.load() }) : h(Loading, {});
    }
    const early = assignment ? Date.parse(assignment.opensAt) - now : 0;
    return h(
      "div",
      { "data-testid": "prepare" },
      h("p", { class: "quiet" }, words.before),
      h("h1", null, exam.title),
      problem && h(Trouble, { problem }),
      turn > 0 &&
        h(
          "div",
          { class: "banner", "data-testid": "waiting" },
          h("p", { role: "status" }, words.waiting),
          h("p", { role: "timer" }, timeLeft(turn - now)),
        ),
      h(
        "section",
        { class: "card" },
        h(
          "ul",
          { class: "rules", "data-testid": "rules" },
          rulesOf(words, exam, assignment, now).map((rule) => h("li", { key: rule }, rule)),
        ),
        early > 0
          ? h("p", { role: "timer", "data-testid": "opens-in" }, words.opensIn(timeLeft(early)))
          : h(
              "button",
              { type: "button", class: "primary", disabled: busy || turn > 0, "data-testid": "begin", onClick: () => this.begin() },
              busy ? words.beginning : words.begin,
            ),
        h("a", { class: "button", href: "#/" }, text.app.home),
      ),
    );
  }
}
