// @ts-check
// What there is to do: one button for the right next step, then everything else.
import { h, Component } from "../lib/preact/preact.module.js";
import { every, get } from "../app/api.js";
import { Loading, Trouble } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { DomainBars } from "../bars/bars.js";
import { coursesOf, minutesIn, offers, toPractise, taught } from "./model.js";
import { NewClass } from "../class/new.js";
import { text, timeLeft } from "../messages/messages.js";

const words = text.home;

export class Home extends Component {
  /** @param {{me: import("./model.js").Me}} props */
  constructor(props) {
    super(props);
    this.state = { exams: null, attempts: [], classes: [], courses: [], mastery: [], problem: null };
  }

  componentDidMount() {
    this.load();
  }

  async load() {
    this.setState({ problem: null });
    const { account, organisation } = this.props.me;
    // Classes belong to an organisation: who rules the platform has none.
    const staff = organisation && account.roles.some((/** @type {string} */ role) => role !== "LEARNER");
    try {
      const [exams, attempts, classes, me, courses] = await Promise.all([
        every("/api/exams"),
        every("/api/sessions?mine=true"),
        staff ? every("/api/classes") : [],
        get("/api/me"),
        every("/api/courses"),
      ]);
      this.setState({ exams, attempts, classes, courses, me });
      this.measure(coursesOf(me, courses));
    } catch (problem) {
      this.setState({ problem });
    }
  }

  /** Mastery comes when it comes: the next step must not wait for it. @param {{id: string, title: string}[]} courses */
  async measure(courses) {
    const mastery = await Promise.all(
      courses.map(async (course) => {
        const of = `courseId=${encodeURIComponent(course.id)}`;
        const [{ domains }, { recommendations }] = await Promise.all([
          get(`/api/mastery/me?${of}`).catch(() => ({ domains: [] })),
          get(`/api/recommendations/me?${of}`).catch(() => ({ recommendations: [] })),
        ]);
        return { course, domains, recommendations };
      }),
    );
    this.setState({ mastery: mastery.filter((one) => one.domains.length > 0) });
  }

  render() {
    const { exams, attempts, classes, courses, mastery, problem, me = this.props.me } = this.state;
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
      // Where nothing is due, practice is the next step.
      learns && !next && mastery.map((/** @type {any} */ one, /** @type {number} */ n) => this.mastery(one, exams, n === 0)),
      learns && assigned.length > 0 && this.list("assigned", words.assignments, assigned),
      learns && others.length > 0 && this.list("exams", words.exams, others),
      learns && !next && assigned.length + others.length === 0 && h("p", { class: "card" }, words.nothing),
      learns && next && mastery.map((/** @type {any} */ one) => this.mastery(one, exams, false)),
      teaches.length > 0 && this.classes(teaches),
      me.account.roles.includes("ORG_ADMIN") && h(NewClass, { courses }),
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
    if (live) {
      return h(
        "a",
        {
          class: "button primary",
          href: addressOf("exam", live.id),
          "data-testid": `resume-${exam.id}`,
        },
        resume(live),
      );
    }
    if (!open && assignment) {
      return h("span", { class: "tag" }, words.opens(assignment.opensAt));
    }
    return h(
      "a",
      {
        class: primary ? "button primary" : "button",
        href: addressOf("start", exam.id, ...(assignment ? [assignment.id] : [])),
        "data-testid": `start-${exam.id}`,
        "aria-label": `${words.start}: ${exam.title}`,
      },
      words.start,
    );
  }

  /** @param {{course: {id: string, title: string}, domains: any[], recommendations: import("./model.js").Recommended[]}} one @param {import("./model.js").Exam[]} exams @param {boolean} primary */
  mastery({ course, domains, recommendations }, exams, primary) {
    const heading = `mastery-${course.id}`;
    const practice = toPractise(course.id, recommendations, exams);
    return h(
      "section",
      { key: course.id, "aria-labelledby": heading, "data-testid": "my-mastery" },
      h("h2", { id: heading }, words.yourMastery(course.title)),
      practice &&
        h(
          "div",
          { class: "card offer practise", "data-testid": "practise" },
          h("div", null, h("h3", null, words.practiseNext), h("p", null, words.practiseWhy[practice.most.kind](practice.most.title, practice.most.mastery))),
          h("a", { class: primary ? "button primary" : "button", href: addressOf("practise", practice.exam.id, practice.most.domainId) }, words.practise),
        ),
      h("div", { class: "card" }, h(DomainBars, { domains, label: words.yourMastery(course.title) })),
      h("p", null, h("a", { href: addressOf("progress", course.id), "data-testid": "to-progress" }, words.toProgress)),
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
            h("h3", null, h("a", { href: addressOf("class", one.id), "data-testid": `class-${one.id}` }, one.title)),
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

/** @param {import("./model.js").Attempt} live */
function resume(live) {
  return live.deadline
    ? words.resumeLeft(live.answered + 1, timeLeft(Date.parse(live.deadline) - Date.now()))
    : words.resumeAt(live.answered + 1);
}

/** @param {import("./model.js").Offer} offer */
function facts({ exam, live, assignment }) {
  const usual = minutesIn(exam.timeLimit);
  const own = minutesIn(assignment?.timeLimit) ?? usual;
  const time = usual === null || own === null ? words.noLimit : own > usual ? words.extraTime(own, usual) : words.minutes(usual);
  return [
    words.mode[exam.mode],
    words.length(exam.minLength, exam.maxLength),
    ...(live ? [] : [time]),
    ...(assignment ? [words.window(assignment.opensAt, assignment.closesAt)] : []),
  ].join(" · ");
}
