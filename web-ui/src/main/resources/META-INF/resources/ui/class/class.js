// @ts-check
// One class: who is in it, how people get in, what it must sit.
import { h, Component } from "../lib/preact/preact.module.js";
import { download, every, getTagged, patchTagged, post, put, remove } from "../app/api.js";
import { Choice, Field, Loading, Sheet, Trouble } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { minutesIn } from "../home/model.js";
import { windowsOf } from "./model.js";
import { Roster } from "./roster.js";
import { text } from "../messages/messages.js";

const words = text.classes;

export class StudyClass extends Component {
  /** @param {{classId: string, me: any}} props */
  constructor(props) {
    super(props);
    this.path = `/api/classes/${encodeURIComponent(props.classId)}`;
    this.admin = props.me.account.roles.includes("ORG_ADMIN");
    /** What was typed for a member and is not saved yet. @type {Map<string, any>} */
    this.granting = new Map();
    this.granted = Promise.resolve();
    this.state = { studied: null, members: [], assignments: [], exams: [], code: null, link: null, assigning: {}, tag: "", problem: null };
  }

  componentDidMount() {
    this.load();
  }

  async load() {
    this.setState({ problem: null });
    try {
      const [{ body: studied, tag }, members, assignments, exams] = await Promise.all([
        getTagged(this.path),
        every(`${this.path}/members`),
        every(`${this.path}/assignments`),
        every("/api/exams"),
      ]);
      this.setState({ studied, tag, members, assignments, exams });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  render() {
    const { studied, problem } = this.state;
    if (!studied) {
      return problem ? h(Trouble, { problem, retry: () => this.load() }) : h(Loading, {});
    }
    return h(
      "div",
      { "data-testid": "class" },
      h("h1", null, studied.title),
      h(
        "p",
        { class: "quiet", "data-testid": "seats" },
        [
          words.dates(studied.startsOn, studied.endsOn),
          ...(studied.seats === undefined ? [] : [words.seats(studied.seats - studied.seatsFree, studied.seats)]),
        ].join(" · "),
      ),
      h(
        "p",
        { class: "actions" },
        h("a", { class: "button", href: addressOf("class", studied.id, "mastery") }, text.mastery.title),
        h("a", { class: "button", href: addressOf("class", studied.id, "live"), "data-testid": "to-live" }, text.live.title),
      ),
      this.admin && this.facts(),
      problem && h(Trouble, { problem }),
      this.assignments(),
      this.joinCode(),
      this.admin && h(Roster, { path: this.path, changed: () => this.load() }),
      this.members(),
    );
  }

  /** Title, dates and seats, for who may change them. */
  facts() {
    const { studied, tag } = this.state;
    return h(
      "details",
      { class: "card" },
      h("summary", { "data-testid": "facts-open" }, words.change),
      h(
        Sheet,
        { key: tag, testid: "facts", submit: text.app.save, done: "", send: (/** @type {FormData} */ data) => this.change(data) },
        h(Field, { id: "facts-title", name: "title", label: words.title, defaultValue: studied.title, maxlength: 200, required: true, testid: "facts-title" }),
        h(Field, { id: "facts-from", name: "startsOn", type: "date", label: words.startsOn, defaultValue: studied.startsOn, required: true, testid: "facts-from" }),
        h(Field, { id: "facts-until", name: "endsOn", type: "date", label: words.endsOn, defaultValue: studied.endsOn, required: true, testid: "facts-until" }),
        h(Field, { id: "facts-seats", name: "seats", type: "number", min: 1, label: words.seatsOf, defaultValue: studied.seats, required: true, testid: "facts-seats" }),
      ),
    );
  }

  /** @param {FormData} data */
  async change(data) {
    const { title, startsOn, endsOn, seats } = Object.fromEntries(data);
    await patchTagged(this.path, { title, startsOn, endsOn, seats: Number(seats) }, this.state.tag);
    await this.load();
  }

  assignments() {
    const { assignments, assigning, exams, members, studied } = this.state;
    const titles = new Map(exams.map((/** @type {any} */ exam) => [exam.id, exam.title]));
    const offered = exams.filter((/** @type {any} */ exam) => studied.courseIds.includes(exam.courseId));
    const exam = offered.find((/** @type {any} */ one) => one.id === assigning.examId) ?? offered[0];
    const windows = windowsOf(members, exam, assigning.opensAt, assigning.closesAt);
    const typed = (/** @type {string} */ name) => (/** @type {any} */ e) => this.setState({ assigning: { ...assigning, [name]: e.currentTarget.value } });
    return h(
      "section",
      { "data-testid": "assignments" },
      h("h2", null, words.assignments),
      h(
        "ul",
        { class: "lines" },
        assignments.map((/** @type {any} */ one) =>
          h("li", { key: one.id }, h("strong", null, titles.get(one.examId) ?? one.examId), " ", h("span", { class: "quiet" }, text.home.window(one.opensAt, one.closesAt))),
        ),
      ),
      h(
        "details",
        { class: "card" },
        h("summary", { "data-testid": "assign-open" }, words.assign),
        h(
          Sheet,
          { testid: "assign", submit: words.assign, send: (/** @type {FormData} */ data) => this.assign(data) },
          h(Choice, {
            id: "assign-exam",
            name: "examId",
            label: words.exam,
            testid: "assign-exam",
            value: assigning.examId ?? offered[0]?.id ?? "",
            options: offered.map((/** @type {any} */ exam) => [exam.id, exam.title]),
            onChange: typed("examId"),
          }),
          h(Field, { id: "assign-from", name: "opensAt", type: "datetime-local", label: words.opensAt, required: true, testid: "assign-from", onInput: typed("opensAt") }),
          h(Field, { id: "assign-until", name: "closesAt", type: "datetime-local", label: words.closesAt, required: true, testid: "assign-until", onInput: typed("closesAt") }),
          h(
            "div",
            { role: "status", "data-testid": "assign-windows" },
            windows.map(({ learners, minutes, extra, endsAt, fits }) =>
              h("p", { key: minutes, class: fits ? "" : "banner banner-warn", "data-fits": String(fits) }, (fits ? words.windowFits : words.windowShort)(learners, minutes, extra, endsAt)),
            ),
          ),
        ),
      ),
    );
  }

  /** @param {FormData} data */
  async assign(data) {
    const at = (/** @type {string} */ name) => new Date(String(data.get(name))).toISOString();
    await post(`${this.path}/assignments`, { examId: data.get("examId"), opensAt: at("opensAt"), closesAt: at("closesAt") });
    await this.load();
  }

  joinCode() {
    const { code } = this.state;
    return h(
      "section",
      { "data-testid": "join-codes" },
      h("h2", null, words.joinCode),
      code &&
        h("p", { class: "banner", role: "status" }, h("strong", { class: "code", "data-testid": "new-code" }, code.code), " ", words.codeUses(code.usesLeft, code.expiresAt)),
      h(
        "details",
        { class: "card" },
        h("summary", { "data-testid": "code-open" }, words.newCode),
        h(
          Sheet,
          { testid: "code", submit: words.newCode, done: "", send: (/** @type {FormData} */ data) => this.makeCode(data) },
          h(Field, { id: "code-uses", name: "maxUses", type: "number", min: 1, defaultValue: 30, label: words.maxUses, required: true, testid: "code-uses" }),
          h(Field, { id: "code-days", name: "days", type: "number", min: 1, max: 365, defaultValue: 14, label: words.days, required: true, testid: "code-days" }),
        ),
      ),
    );
  }

  /** @param {FormData} data */
  async makeCode(data) {
    const expiresAt = new Date(Date.now() + Number(data.get("days")) * 86_400_000).toISOString();
    this.setState({ code: await post(`${this.path}/join-codes`, { maxUses: Number(data.get("maxUses")), expiresAt }) });
  }

  members() {
    const { members, link } = this.state;
    return h(
      "section",
      { "data-testid": "members" },
      h("h2", null, words.members(members.length)),
      h("p", null, h("button", { type: "button", onClick: () => download(`${this.path}/members`, "members.csv") }, text.app.csv)),
      link &&
        h(
          "div",
          { class: "banner", role: "status", "data-testid": "password-link" },
          h("p", null, words.linkFor(link.name, link.expiresAt)),
          h("code", { class: "code" }, link.address),
        ),
      h(
        "div",
        { class: "wide-table", tabindex: 0, role: "region", "aria-label": words.members(members.length) },
        h(
          "table",
          { class: "plain-table" },
          h(
            "thead",
            null,
            h("tr", null, [words.name, words.role, words.extraTime, words.breaks, words.extraAttempts, words.actions].map((title) => h("th", { key: title, scope: "col" }, title))),
          ),
          h("tbody", null, members.map((/** @type {any} */ one) => this.member(one))),
        ),
      ),
    );
  }

  /** @param {any} one */
  member(one) {
    const learns = one.role === "LEARNER";
    const number = (/** @type {string} */ title, /** @type {number} */ value, /** @type {number} */ max, /** @type {(typed: number) => any} */ change, step = 1) =>
      h("input", {
        type: "number",
        class: "narrow",
        "aria-label": words.of(title, one.name),
        min: 0,
        max,
        step,
        // Not `value`: what is being typed stays when another change was saved meanwhile.
        defaultValue: value,
        onChange: (/** @type {any} */ e) => this.accommodate(one, change(Number(e.currentTarget.value))),
      });
    const extraTime = Math.round(100 * (one.extraTimeFactor - 1));
    return h(
      "tr",
      { key: one.accountId, "data-testid": `member-${one.accountId}` },
      h("th", { scope: "row" }, one.name, h("br"), h("small", { class: "quiet" }, one.email)),
      h("td", null, words.roles[/** @type {"LEARNER"} */ (one.role)] ?? one.role),
      h("td", null, learns && number(words.extraTime, extraTime, 300, (percent) => ({ extraTimeFactor: 1 + percent / 100 }), 5)),
      h("td", null, learns && number(words.breaks, minutesIn(one.breakTime) ?? 0, 240, (minutes) => ({ breakTime: `PT${minutes}M` }))),
      h("td", null, learns && number(words.extraAttempts, one.extraAttempts, 100, (extraAttempts) => ({ extraAttempts }))),
      h(
        "td",
        null,
        this.admin && [
          h("button", { key: "link", type: "button", class: "small", "aria-label": words.of(words.link, one.name), onClick: () => this.link(one) }, words.link),
          " ",
          h("button", { key: "out", type: "button", class: "small plain", "aria-label": words.of(words.takeOut, one.name), onClick: () => this.takeOut(one) }, words.takeOut),
        ],
      ),
    );
  }

  /**
   * One after the other, and each with what was typed before it: a member's accommodations are written together.
   *
   * @param {any} one @param {{extraTimeFactor?: number, breakTime?: string, extraAttempts?: number}} change
   */
  accommodate(one, change) {
    const { accountId, extraTimeFactor, breakTime, extraAttempts } = one;
    const granted = { extraTimeFactor, breakTime, extraAttempts, ...this.granting.get(accountId), ...change };
    this.granting.set(accountId, granted);
    this.granted = this.granted.then(async () => {
      await this.then(put(`${this.path}/members/${encodeURIComponent(accountId)}/accommodations`, granted));
      if (this.granting.get(accountId) === granted) {
        this.granting.delete(accountId);
      }
    });
  }

  /** @param {any} one */
  takeOut(one) {
    return confirm(words.takeOutAsk(one.name)) && this.then(remove(`${this.path}/members/${encodeURIComponent(one.accountId)}`));
  }

  /** @param {any} one */
  async link(one) {
    try {
      const { token, expiresAt } = await post(`/api/accounts/${encodeURIComponent(one.accountId)}/password-links`);
      this.setState({ link: { name: one.name, expiresAt, address: `${location.origin}/${addressOf("password", token)}` } });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  /** @param {Promise<any>} change */
  async then(change) {
    try {
      await change;
      await this.load();
    } catch (problem) {
      this.setState({ problem });
    }
  }
}
