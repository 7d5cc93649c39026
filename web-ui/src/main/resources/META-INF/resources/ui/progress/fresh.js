// @ts-check
// My attempts side by side, by the questions that were new to me: seeing a question again is no learning.
import { h, Component } from "../lib/preact/preact.module.js";
import { every, get } from "../app/api.js";
import { Trouble } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { freshOf, HEIGHT, sharesOf, WIDTH } from "./model.js";
import { text } from "../messages/messages.js";

const words = text.progress;
/** Each attempt costs a call. */
const MOST = 20;

export class Fresh extends Component {
  /** @param {{courseId: string}} props */
  constructor(props) {
    super(props);
    this.state = { attempts: [], problem: null };
  }

  componentDidMount() {
    this.load();
  }

  async load() {
    this.setState({ problem: null });
    try {
      const [sessions, exams] = await Promise.all([every("/api/sessions?mine=true"), every(`/api/exams?courseId=${encodeURIComponent(this.props.courseId)}`)]);
      const ofCourse = new Set(exams.map((exam) => exam.id));
      const over = sessions
        .filter((one) => ofCourse.has(one.examId) && one.state !== "IN_PROGRESS" && one.answered > 0)
        .sort((a, b) => a.startedAt.localeCompare(b.startedAt))
        .slice(-MOST);
      const results = await Promise.all(over.map((one) => get(`/api/results/${encodeURIComponent(one.id)}`).catch(() => null)));
      this.setState({ attempts: results.filter((result) => result?.state === "FINAL").map(freshOf) });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  render() {
    const { attempts, problem } = this.state;
    if (problem) {
      return h(Trouble, { problem, retry: () => this.load() });
    }
    return (
      attempts.length > 0 &&
      h(
        "section",
        { "aria-labelledby": "fresh-title", "data-testid": "fresh" },
        h("h2", { id: "fresh-title" }, words.freshTitle),
        h("p", { class: "quiet" }, words.freshText),
        h(Shares, { attempts }),
        h(
          "div",
          { class: "wide-table", tabindex: 0, role: "region", "aria-label": words.freshTitle },
          h(
            "table",
            { class: "plain-table" },
            h("caption", { class: "only-heard" }, words.freshTitle),
            h("thead", null, h("tr", null, [words.when, text.classes.exam, words.freshRight, words.freshLies, words.seenRight].map((title) => h("th", { key: title, scope: "col" }, title)))),
            h("tbody", null, attempts.map((/** @type {ReturnType<typeof freshOf>} */ one) => h(Attempt, { key: one.sessionId, attempt: one }))),
          ),
        ),
      )
    );
  }
}

/** The attempts as one drawing; the table beside it says the same. @param {{attempts: ReturnType<typeof freshOf>[]}} props */
function Shares({ attempts }) {
  const points = sharesOf(attempts);
  const [first, last] = [points.at(0), points.at(-1)];
  return (
    first &&
    last &&
    h(
      "div",
      { class: "card chart fresh-chart", "data-testid": "fresh-chart" },
      h(
        "svg",
        { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": words.freshChart(points.length, first.share, last.share) },
        [0.25, 0.5, 0.75].map((share) => h("line", { class: "chart-cut", key: share, x1: 0, x2: WIDTH, y1: HEIGHT * (1 - share), y2: HEIGHT * (1 - share) })),
        h("text", { class: "chart-mark", x: 34, y: HEIGHT / 2 - 4 }, text.percent(0.5)),
        points.map((p) => h("line", { class: "chart-band", key: `band ${p.sessionId}`, x1: p.x, x2: p.x, y1: p.low, y2: p.high })),
        points.length > 1 && h("polyline", { class: "chart-line", points: points.map((p) => `${p.x},${p.y}`).join(" ") }),
        points.map((p) => h("circle", { class: "chart-dot", key: p.sessionId, cx: p.x, cy: p.y, r: 4 })),
      ),
    )
  );
}

/** @param {{attempt: ReturnType<typeof freshOf>}} props */
function Attempt({ attempt }) {
  const { sessionId, title, startedAt, right, of, low, high, seenRight, seen } = attempt;
  return h(
    "tr",
    { "data-testid": `fresh-${sessionId}` },
    h("td", null, text.dateTime(startedAt)),
    h("th", { scope: "row" }, h("a", { href: addressOf("result", sessionId) }, title)),
    h("td", null, of === 0 ? "–" : words.freshShare(right, of)),
    h("td", null, of === 0 ? "–" : words.freshBand(low, high)),
    h("td", null, seen === 0 ? "–" : words.freshShare(seenRight, seen)),
  );
}
