// @ts-check
// What there is to do: one button for the right next step, then everything else.
import { h, Component } from "../lib/preact/preact.module.js";
import { get, newKey, post } from "../app/api.js";
import { Loading, Trouble } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { minutesIn, offers, taught } from "./model.js";
import { text, timeLeft } from "../messages/en.js";

const words = text.home;

export class Home extends Component {
  /** @param {{me: import("./model.js").Me}} props */
  constructor(props) {
    super(props);
    this.state = { exams: null, attempts: [], classes: [], problem: null, starting: null, failed: null };
  }

  componentDidMount() {
    this.load();
  }

  async load() {
    this.setState({ problem: null });
    const { roles } = this.props.me.account;
    const staff = roles.some((/** @type {string} */ role) => role !== "LEARNER");
    try {
      const [exams, attempts, classes, me] = await Promise.all([
        get("/api/exams?limit=200"),
        get("/api/sessions?mine=true&limit=200"),
        staff ? get("/api/classes?limit=200") : { items: [] },
        get("/api/me"),
      ]);
      this.setState({ exams: exams.items, attempts: attempts.items, classes: classes.items, me });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  /** @param {import("./model.js").Offer} offer */
  async start(offer) {
    if (this.state.starting) {
      return;
    }
    this.setState({ starting: offer.exam.id, failed: null });
    const body = { examId: offer.exam.id, ...(offer.assignment && { assignmentId: offer.assignment.id }) };
    try {
      const session = await post("/api/sessions", body, { headers: { "Idempotency-Key": newKey() } });
      location.hash = addressOf("exam", session.id);
    } catch (failed) {
      this.setState({ starting: null, failed });
    }
  }

  render() {
    const { exams, attempts, classes, problem, failed, me = this.props.me } = this.state;
    if (problem) {
      return h(Trouble, { problem, retry: () => this.load() });
    }
    if (!exams) {
      return h(Loading, {});
    }
    const { next, assigned, others, past } = offers(me, exams, attempts, Date.now());
    const teaches = taught(me, classes);
    const learns = me.account.roles.includes("LEARNER") || me.classes.some((/** @type {any} */ c) => c.role === "LEARNER");
    return h(
      "div",
      { "data-testid": "home" },
      h("h1", null, words.title(me.account.name)),
      failed && h(Trouble, { problem: failed }),
      next &&
        h(
          "section",
          { class: "card next", "aria-labelledby": "next-title", "data-testid": "next" },
          h("p", { class: "quiet", id: "next-title" }, words.next),
          h("h2", null, next.exam.title),
          h("p", null, words.rule[next.exam.mode]),
          h("p", { class: "quiet" }, facts(next)),
          this.button(next, true),
        ),
      learns && assigned.length > 0 && this.list("assigned", words.assignments, assigned),
      learns && others.length > 0 && this.list("exams", words.exams, others),
      learns && !next && assigned.length + others.length === 0 && h("p", { class: "card" }, words.nothing),
      teaches.length > 0 && this.classes(teaches),
      past.length > 0 && this.past(past),
    );
  }

  /** @param {string} id @param {string} title @param {import("./model.js").Offer[]} list */
  list(id, title, list) {
    return h(
      "section",
      { "aria-labelledby": `${id}-title`, "data-testid": id },
      h("h2", { id: `${id}-title` }, title),
      h(
        "ul",
        { class: "offers" },
        list.map((offer) =>
          h(
            "li",
            { class: "card offer", key: offer.assignment?.id ?? offer.exam.id },
            h(
              "div",
              null,
              h("h3", null, offer.exam.title),
              h("p", { class: "quiet" }, facts(offer)),
            ),
            this.button(offer, false),
          ),
        ),
      ),
    );
  }

  /** @param {import("./model.js").Offer} offer @param {boolean} primary */
  button(offer, primary) {
    const { exam, live, open, assignment } = offer;
    const busy = this.state.starting === exam.id;
    if (live) {
      return h(
        "a",
        {
          class: "button primary",
          href: addressOf("exam", live.id),
          "data-testid": `resume-${exam.id}`,
        },
        words.resumeAt(live.answered + 1),
      );
    }
    if (!open && assignment) {
      return h("span", { class: "tag" }, words.opens(assignment.opensAt));
    }
    return h(
      "button",
      {
        type: "button",
        class: primary ? "primary" : "",
        disabled: this.state.starting !== null,
        "data-testid": `start-${exam.id}`,
        "aria-label": `${words.start}: ${exam.title}`,
        onClick: () => this.start(offer),
      },
      busy ? words.starting : words.start,
    );
  }

  /** @param {{id: string, title: string}[]} classes */
  classes(classes) {
    return h(
      "section",
      { "aria-labelledby": "classes-title", "data-testid": "classes" },
      h("h2", { id: "classes-title" }, words.classes),
      h(
        "ul",
        { class: "offers" },
        classes.map((one) =>
          h(
            "li",
            { class: "card offer", key: one.id },
            h("h3", null, one.title),
            h(
              "a",
              {
                class: "button",
                href: addressOf("class", one.id, "mastery"),
                "aria-label": `${words.mastery}: ${one.title}`,
                "data-testid": `mastery-${one.id}`,
              },
              words.mastery,
            ),
          ),
        ),
      ),
    );
  }

  /** @param {{attempt: import("./model.js").Attempt, exam?: import("./model.js").Exam}[]} past */
  past(past) {
    return h(
      "section",
      { "aria-labelledby": "attempts-title", "data-testid": "attempts" },
      h("h2", { id: "attempts-title" }, words.attempts),
      h(
        "ul",
        { class: "offers" },
        past.map(({ attempt, exam }) =>
          h(
            "li",
            { class: "card offer", key: attempt.id },
            h(
              "div",
              null,
              h("h3", null, exam?.title ?? attempt.title),
              h(
                "p",
                { class: "quiet" },
                words.startedAt(attempt.startedAt),
                " · ",
                words.state[/** @type {"COMPLETED"} */ (attempt.state)] ?? attempt.state,
              ),
            ),
            h(
              "a",
              { class: "button", href: addressOf("result", attempt.id), "data-testid": `result-${attempt.id}` },
              words.result,
            ),
          ),
        ),
      ),
    );
  }
}

/** @param {import("./model.js").Offer} offer */
function facts({ exam, live, assignment, open }) {
  const minutes = minutesIn(exam.timeLimit);
  const left = live?.deadline ? Date.parse(live.deadline) - Date.now() : null;
  return [
    words.mode[exam.mode],
    words.length(exam.minLength, exam.maxLength),
    left !== null ? words.timeLeft(timeLeft(left)) : minutes === null ? words.noLimit : words.minutes(minutes),
    ...(assignment && open ? [words.closes(assignment.closesAt)] : []),
  ].join(" · ");
}
