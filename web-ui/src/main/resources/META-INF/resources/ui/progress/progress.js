// @ts-check
// Attempts over time: what was believed after each exam, with how sure it was.
import { h, Component } from "../lib/preact/preact.module.js";
import { get } from "../app/api.js";
import { Loading, Trouble } from "../app/parts.js";
import { Fresh } from "./fresh.js";
import { HEIGHT, heightOf, pointsOf, WIDTH } from "./model.js";
import { text } from "../messages/messages.js";

const words = text.progress;

export class Progress extends Component {
  /** @param {{courseId: string, learnerId?: string, back?: string}} props */
  constructor(props) {
    super(props);
    this.state = { domains: null, problem: null };
  }

  componentDidMount() {
    this.load();
  }

  async load() {
    this.setState({ problem: null });
    const { courseId, learnerId } = this.props;
    const whose = learnerId ? `learners/${encodeURIComponent(learnerId)}/mastery` : "mastery/me";
    try {
      const mastery = await get(`/api/${whose}?courseId=${encodeURIComponent(courseId)}`);
      this.setState({ domains: mastery.domains });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  render() {
    const { domains, problem } = this.state;
    const { learnerId } = this.props;
    if (problem) {
      return h(Trouble, { problem, retry: () => this.load() });
    }
    if (!domains) {
      return h(Loading, {});
    }
    return h(
      "div",
      { "data-testid": "progress-screen" },
      h("h1", null, learnerId ? words.ofLearner : words.title),
      h("p", { class: "quiet" }, domains.length === 0 ? words.none : words.intro),
      h("div", { class: "charts" }, domains.map((/** @type {any} */ domain) => h(Chart, { key: domain.domainId, domain }))),
      !learnerId && h(Fresh, { courseId: this.props.courseId }),
      this.props.back
        ? h("a", { class: "button", href: this.props.back }, text.mastery.title)
        : h("a", { class: "button", href: "#/" }, text.app.home),
    );
  }
}

/** @param {{domain: any}} props */
function Chart({ domain }) {
  const points = pointsOf(domain.trend);
  const cut = heightOf(domain.cut);
  const [first, last] = [domain.trend.at(0), domain.trend.at(-1)];
  return h(
    "section",
    { class: "card chart", "data-testid": `trend-${domain.domainId}` },
    h("h2", null, domain.title),
    h(
      "svg",
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        role: "img",
        "aria-label": words.chart(domain.title, points.length, text.decimal(first?.mean ?? domain.mean), text.decimal(last?.mean ?? domain.mean)),
      },
      h("line", { class: "chart-cut", x1: 0, x2: WIDTH, y1: cut, y2: cut }),
      h("text", { class: "chart-mark", x: 34, y: cut - 4 }, words.mark),
      points.map((p) => h("line", { class: "chart-band", key: `band ${p.at}`, x1: p.x, x2: p.x, y1: p.low, y2: p.high })),
      points.length > 1 && h("polyline", { class: "chart-line", points: points.map((p) => `${p.x},${p.y}`).join(" ") }),
      points.map((p) => h("circle", { class: "chart-dot", key: p.at, cx: p.x, cy: p.y, r: 4 })),
    ),
    h(
      "details",
      null,
      h("summary", null, words.table),
      h(
        "table",
        { class: "plain-table" },
        h("thead", null, h("tr", null, h("th", { scope: "col" }, words.when), h("th", { scope: "col" }, words.ability))),
        h(
          "tbody",
          null,
          domain.trend.map((/** @type {any} */ p) =>
            h("tr", { key: p.at }, h("td", null, text.dateTime(p.at)), h("td", null, `${text.decimal(p.mean)} ± ${text.decimal(p.standardDeviation)}`)),
          ),
        ),
      ),
    ),
  );
}
