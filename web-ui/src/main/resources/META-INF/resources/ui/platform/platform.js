// @ts-check
// Whether every accepted answer arrived, once; and whose the installation is.
import { h, Component } from "../lib/preact/preact.module.js";
import { every, get, post } from "../app/api.js";
import { Field, Loading, Sheet, Trouble } from "../app/parts.js";
import { text } from "../messages/messages.js";

const words = text.platform;
const REFRESH_MILLIS = 5000;

export class Platform extends Component {
  /** @param {{me: any}} props */
  constructor(props) {
    super(props);
    this.rules = props.me.account.roles.includes("PLATFORM_ADMIN");
    this.state = { conservation: null, organisations: [], founded: 0, problem: null };
    /** @type {number | undefined} */
    this.timer = undefined;
  }

  componentDidMount() {
    this.load();
    this.timer = window.setInterval(() => document.visibilityState === "visible" && this.load(), REFRESH_MILLIS);
    if (this.rules) {
      this.organisations().catch((problem) => this.setState({ problem }));
    }
  }

  componentWillUnmount() {
    clearInterval(this.timer);
  }

  async organisations() {
    this.setState({ organisations: await every("/api/organisations") });
  }

  /** @param {FormData} data */
  async found(data) {
    const { name, seats, adminName, email, password } = Object.fromEntries(data);
    await post("/api/organisations", { name, seats: Number(seats), admin: { name: adminName, email, password } });
    this.setState({ founded: this.state.founded + 1 });
    await this.organisations();
  }

  async load() {
    try {
      this.setState({ conservation: await get("/api/conservation"), problem: null });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  render() {
    const { conservation, problem } = this.state;
    return h(
      "div",
      { "data-testid": "platform" },
      h("h1", null, words.title),
      problem && h(Trouble, { problem, retry: () => this.load() }),
      conservation ? this.balance(conservation) : !problem && h(Loading, {}),
      this.rules && this.customers(),
    );
  }

  /** @param {any} conservation */
  balance(conservation) {
    const { missing, surplus, deadLetters, sessionsWithGaps } = conservation;
    const amiss = [missing, surplus, deadLetters, sessionsWithGaps].some((figure) => figure > 0);
    // What is accepted is told apart by organisation nowhere: who sees one of them cannot be told that all arrived.
    const said = amiss ? words.amiss : (missing ?? null) === null ? words.noGaps : words.well;
    const figures = Object.entries(words.figures).filter(([name]) => (conservation[name] ?? null) !== null);
    return h(
      "div",
      null,
      h("p", { class: `banner${amiss ? " banner-bad" : ""}`, role: "status", "data-testid": "conserved" }, said),
      h(
        "dl",
        { class: "figures" },
        figures.map(([name, what]) =>
          h("div", { key: name, class: "card figure" }, h("dt", null, what), h("dd", { "data-testid": `figure-${name}` }, text.whole(conservation[name]))),
        ),
      ),
      h("p", { class: "quiet" }, text.mastery.refreshed(new Date(conservation.checkedAt))),
    );
  }

  customers() {
    const { organisations, founded } = this.state;
    return h(
      "section",
      { "aria-labelledby": "organisations-title", "data-testid": "organisations" },
      h("h2", { id: "organisations-title" }, words.organisations),
      h(
        "ul",
        { class: "lines" },
        organisations.map((/** @type {any} */ one) => h("li", { key: one.id }, h("strong", null, one.name), " ", h("span", { class: "quiet" }, text.classes.seats(one.seats - one.seatsFree, one.seats)))),
      ),
      h(
        "details",
        { class: "card" },
        h("summary", { "data-testid": "organisation-open" }, words.found),
        h(
          Sheet,
          { key: founded, testid: "organisation", submit: words.found, done: "", send: (/** @type {FormData} */ data) => this.found(data) },
          h(Field, { id: "organisation-name", name: "name", label: words.name, maxlength: 200, required: true, testid: "organisation-name" }),
          h(Field, { id: "organisation-seats", name: "seats", type: "number", min: 0, defaultValue: 100, label: text.classes.seatsOf, required: true, testid: "organisation-seats" }),
          h(Field, { id: "organisation-admin", name: "adminName", label: words.adminName, maxlength: 200, required: true, testid: "organisation-admin" }),
          h(Field, { id: "organisation-email", name: "email", type: "email", autocomplete: "off", label: words.adminEmail, required: true, testid: "organisation-email" }),
          h(Field, { id: "organisation-password", name: "password", type: "password", autocomplete: "new-password", minlength: 8, maxlength: 128, label: words.adminPassword, hint: text.join.passwordHint, required: true, testid: "organisation-password" }),
        ),
      ),
    );
  }
}
