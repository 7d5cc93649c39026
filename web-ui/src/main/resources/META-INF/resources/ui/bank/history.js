// @ts-check
// Beside a question: how it behaves with learners, and what it said before.
import { h, Component } from "../lib/preact/preact.module.js";
import { ApiProblem, get } from "../app/api.js";
import { LETTERS, Trouble } from "../app/parts.js";
import { Worked } from "./worked.js";
import { text } from "../messages/messages.js";

const words = text.bank;

export class History extends Component {
  /** @param {{question: any}} props */
  constructor(props) {
    super(props);
    this.state = { versions: [], statistics: null, unasked: false, problem: null };
  }

  componentDidMount() {
    this.load();
  }

  async load() {
    this.setState({ problem: null });
    const path = `/api/questions/${encodeURIComponent(this.props.question.id)}`;
    get(`${path}/statistics`).then(
      (statistics) => this.setState({ statistics }),
      (problem) => this.setState(problem instanceof ApiProblem && problem.status === 404 ? { unasked: true } : { problem }),
    );
    try {
      this.setState({ versions: (await get(`${path}/versions`)).items });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  render() {
    const { versions, statistics, unasked, problem } = this.state;
    return h(
      "div",
      null,
      problem && h(Trouble, { problem, retry: () => this.load() }),
      h(
        "section",
        { "aria-labelledby": "statistics-title", "data-testid": "statistics" },
        h("h2", { id: "statistics-title" }, words.statistics),
        unasked && h("p", { class: "card" }, words.unasked),
        statistics && h(Statistics, { statistics, question: this.props.question }),
      ),
      h(
        "section",
        { "aria-labelledby": "versions-title", "data-testid": "versions" },
        h("h2", { id: "versions-title" }, words.versions),
        versions.map((/** @type {any} */ version) => h(Version, { key: version.number, version, live: this.props.question.liveVersion === version.number })),
      ),
    );
  }
}

/** @param {{statistics: any, question: any}} props */
function Statistics({ statistics, question }) {
  const { shown, answered, shareRight, exposure, classical, fit, times, parameters, flags, drift, options, version } = statistics;
  const figure = (/** @type {any} */ n) => (n === null || n === undefined ? "–" : text.decimal(n));
  const share = (/** @type {any} */ n) => (n === null || n === undefined ? "–" : text.percent(n));
  const figures = [
    [words.figures.shown, text.whole(shown)],
    [words.figures.answered, text.whole(answered)],
    [words.figures.right, share(shareRight)],
    [words.figures.exposure, share(exposure)],
    [words.figures.pValue, share(classical.pValue)],
    [words.figures.pointBiserial, figure(classical.pointBiserial)],
    [words.figures.difficulty, parameters ? words.plusMinus(figure(parameters.b), figure(parameters.standardErrorOfB)) : "–"],
    [words.figures.discrimination, parameters ? words.plusMinus(figure(parameters.a), figure(parameters.standardErrorOfA)) : "–"],
    [words.figures.fit, figure(fit?.outfit)],
    [words.figures.seconds, times?.median === null || times?.median === undefined ? "–" : text.whole(Math.round(times.median / 1000))],
  ];
  const letters = new Map(question.options.map((/** @type {any} */ option, /** @type {number} */ n) => [option.id, LETTERS.charAt(n)]));
  return h(
    "div",
    null,
    h("p", { class: "quiet" }, words.statisticsOf(version)),
    h("dl", { class: "figures" }, figures.map(([what, said]) => h("div", { key: what, class: "card figure" }, h("dt", null, what), h("dd", null, said)))),
    flags.length > 0 &&
      h(
        "ul",
        { class: "card advice" },
        flags.map((/** @type {"DRIFT"} */ flag) => h("li", { key: flag }, words.advice[flag](drift.change))),
      ),
    h(
      "div",
      { class: "wide-table", tabindex: 0, role: "region", "aria-label": words.choices },
      h(
        "table",
        { class: "plain-table" },
        h("caption", { class: "only-heard" }, words.choices),
        h("thead", null, h("tr", null, [words.option, words.chosen, words.share].map((title) => h("th", { key: title, scope: "col" }, title)))),
        h(
          "tbody",
          null,
          options.map((/** @type {any} */ option) =>
            h(
              "tr",
              { key: option.optionId },
              h("th", { scope: "row" }, letters.get(option.optionId) ?? words.gone, option.key && ` (${words.key})`),
              h("td", null, text.whole(option.chosen)),
              h("td", null, share(option.rate)),
            ),
          ),
        ),
      ),
    ),
  );
}

/** @param {{version: any, live: boolean}} props */
function Version({ version, live }) {
  const { number, publishedAt, stem, options, explanation } = version;
  return h(
    "details",
    { class: "card version" },
    h("summary", { "data-testid": `version-${number}` }, [words.version(number), publishedAt ? words.publishedAt(publishedAt) : words.states.DRAFT, ...(live ? [words.asked] : [])].join(" · ")),
    h(Worked, { stem, options, explanation }),
  );
}
