// @ts-check
// Whether every accepted answer arrived, once; and whose the installation is.
import { h, Component } from "../lib/preact/preact.module.js";
import { every, get } from "../app/api.js";
import { Loading, Trouble } from "../app/parts.js";
import { text } from "../messages/messages.js";

const words = text.platform;
const REFRESH_MILLIS = 5000;

export class Platform extends Component {
  /** @param {{me: any}} props */
  constructor(props) {
    super(props);
    this.state = { conservation: null, organisations: [], problem: null };
    /** @type {number | undefined} */
    this.timer = undefined;
  }

  componentDidMount() {
    this.load();
    this.timer = window.setInterval(() => document.visibilityState === "visible" && this.load(), REFRESH_MILLIS);
    if (this.props.me.account.roles.includes("PLATFORM_ADMIN")) {
      every("/api/organisations").then((organisations) => this.setState({ organisations }), (problem) => this.setState({ problem }));
    }
  }

  componentWillUnmount() {
    clearInterval(this.timer);
  }

  async load() {
    try {
      this.setState({ conservation: await get("/api/conservation"), problem: null });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  render() {
    const { conservation, organisations, problem } = this.state;
    if (!conservation) {
      return problem ? h(Trouble, { problem, retry: () => this.load() }) : h(Loading, {});
    }
    const { missing, surplus, deadLetters, sessionsWithGaps } = conservation;
    const amiss = [missing, surplus, deadLetters, sessionsWithGaps].some((figure) => figure > 0);
    // What is accepted is told apart by organisation nowhere: who sees one of them cannot be told that all arrived.
    const said = amiss ? words.amiss : (missing ?? null) === null ? words.noGaps : words.well;
    const figures = Object.entries(words.figures).filter(([name]) => (conservation[name] ?? null) !== null);
    return h(
      "div",
      { "data-testid": "platform" },
      h("h1", null, words.title),
      problem && h(Trouble, { problem }),
      h("p", { class: `banner${amiss ? " banner-bad" : ""}`, role: "status", "data-testid": "conserved" }, said),
      h(
        "dl",
        { class: "figures" },
        figures.map(([name, what]) =>
          h("div", { key: name, class: "card figure" }, h("dt", null, what), h("dd", { "data-testid": `figure-${name}` }, text.whole(conservation[name]))),
        ),
      ),
      h("p", { class: "quiet" }, text.mastery.refreshed(new Date(conservation.checkedAt))),
      organisations.length > 0 && [
        h("h2", { key: "title" }, words.organisations),
        h("ul", { key: "list", class: "lines" }, organisations.map((/** @type {any} */ one) => h("li", { key: one.id }, h("strong", null, one.name), " ", h("span", { class: "quiet" }, text.classes.seats(one.seats - one.seatsFree, one.seats))))),
      ],
    );
  }
}
