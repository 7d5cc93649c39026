// @ts-check
// The result: the decision in a sentence, then where one stands in each domain, then what to do.
import { h, Component } from "../lib/preact/preact.module.js";
import { ApiProblem, get } from "../app/api.js";
import { Loading, Trouble } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { DomainBars } from "../bars/bars.js";
import { text } from "../messages/messages.js";

const words = text.result;
const POLL_MILLIS = 500;
const SLOW_AFTER = 20;

export class Result extends Component {
  /** @param {{sessionId: string}} props */
  constructor(props) {
    super(props);
    this.state = { result: null, problem: null, tries: 0 };
    this.gone = false;
    this.timer = 0;
  }

  componentDidMount() {
    this.load();
  }

  componentWillUnmount() {
    this.gone = true;
    clearTimeout(this.timer);
  }

  async load() {
    this.setState({ problem: null });
    try {
      const result = await get(`/api/results/${encodeURIComponent(this.props.sessionId)}`);
      this.arrived(result);
    } catch (problem) {
      const early =
        problem instanceof ApiProblem &&
        (problem.status === 404 || problem.slug === "result-pending" || problem.passing);
      if (early && this.state.tries < 240) {
        this.again();
      } else if (!this.gone) {
        this.setState({ problem });
      }
    }
  }

  /** @param {any} result */
  arrived(result) {
    if (this.gone) {
      return;
    }
    if (result.state === "FINAL") {
      this.setState({ result });
    } else {
      this.again();
    }
  }

  again() {
    if (this.gone) {
      return;
    }
    const tries = this.state.tries + 1;
    this.setState({ tries });
    this.timer = window.setTimeout(
      () => this.load(),
      tries < SLOW_AFTER ? POLL_MILLIS : 4 * POLL_MILLIS,
    );
  }

  render() {
    const { result, problem, tries } = this.state;
    if (problem) {
      return h(Trouble, { problem, retry: () => this.load() });
    }
    if (!result) {
      return h(Loading, { label: tries < SLOW_AFTER ? words.computing : words.slow });
    }
    return h(
      "div",
      { "data-testid": "result" },
      h("h1", null, words.title),
      h("p", { class: "quiet" }, result.title),
      this.decision(result),
      h("h2", null, words.domains),
      h(DomainBars, { domains: result.domains, label: words.domains }),
      result.domains.length > 0 &&
        h("p", { class: "quiet" }, words.legend(result.domains[0].interval.confidence)),
      h(
        "p",
        { class: "actions" },
        h(
          "a",
          { class: "button primary", href: addressOf("review", result.sessionId), "data-testid": "to-review" },
          words.review,
        ),
        h("a", { class: "button", href: addressOf("progress", result.courseId), "data-testid": "to-progress" }, words.toProgress),
        h("a", { class: "button", href: "#/" }, words.again),
      ),
    );
  }

  /** @param {any} result */
  decision(result) {
    const { passed, confidence, readiness } = result.decision;
    const kind = passed === null || passed === undefined ? "open" : passed ? "passed" : "failed";
    return h(
      "section",
      { class: `card decision decision-${kind}` },
      h(
        "p",
        { class: "sentence", "data-testid": "decision", "data-passed": String(passed ?? "") },
        h(
          "strong",
          null,
          kind === "open" ? words.undecided(result.answered) : kind === "passed" ? words.passed : words.failed,
        ),
        kind === "open" ? "" : ` ${words.sure(confidence)}`,
      ),
      readiness && h("p", { "data-testid": "readiness" }, words.ready(readiness.low, readiness.high)),
      h("p", { class: "score", "data-testid": "score" }, words.score(result.score, result.answered)),
      result.reason && words.reason[/** @type {"LENGTH"} */ (result.reason)]
        ? h("p", { class: "quiet" }, words.reason[/** @type {"LENGTH"} */ (result.reason)])
        : null,
      kind !== "open" &&
        h(
          "details",
          null,
          h("summary", null, words.howSure),
          h("p", null, words.howSureText(confidence)),
          readiness && h("p", null, words.readyText(readiness.confidence)),
          result.domains.length > 0 && h("p", null, words.narrow(leastKnown(result.domains).title)),
        ),
    );
  }
}

/** @param {any[]} domains */
function leastKnown(domains) {
  return domains.reduce((least, domain) => (domain.standardDeviation > least.standardDeviation ? domain : least));
}
