// @ts-check
// Made-up candidates sit the exam as it is saved, before anybody real does.
import { h, Component } from "../lib/preact/preact.module.js";
import { get, post } from "../app/api.js";
import { Field, Sheet } from "../app/parts.js";
import { text } from "../messages/messages.js";

const words = text.simulator;
const POLL_MILLIS = 1000;

export class Simulator extends Component {
  /** @param {{examId: string | null, mode: string, domains: {id: string, title: string}[]}} props no id before the exam is saved */
  constructor(props) {
    super(props);
    this.state = { job: null };
    this.gone = false;
  }

  componentWillUnmount() {
    this.gone = true;
  }

  /** @param {FormData} data */
  async run(data) {
    const path = `/api/exams/${encodeURIComponent(this.props.examId ?? "")}/simulations`;
    let job = await post(path, { candidates: Number(data.get("candidates")) });
    this.setState({ job });
    while (!this.gone && job.state === "RUNNING") {
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));
      job = await get(`${path}/${encodeURIComponent(job.id)}`);
      this.setState({ job });
    }
  }

  render() {
    const { examId, mode, domains } = this.props;
    const { job } = this.state;
    const why = examId === null ? words.saveFirst : mode === "FIXED" ? words.nothingChosen : "";
    return h(
      "section",
      { class: "simulator", "aria-labelledby": "simulator-title", "data-testid": "simulator" },
      h("h2", { id: "simulator-title" }, words.title),
      why
        ? h("p", { class: "quiet" }, why)
        : [
            h("p", { key: "what", class: "quiet" }, words.what),
            h(
              Sheet,
              { key: "sheet", testid: "simulate", submit: words.run, done: "", send: (/** @type {FormData} */ data) => this.run(data) },
              h(Field, { id: "candidates", name: "candidates", testid: "candidates", type: "number", min: 10, max: 5000, defaultValue: 200, required: true, label: words.candidates }),
            ),
          ],
      job && job.errors.length > 0 && h("p", { class: "banner banner-bad", role: "alert" }, job.errors.join(" ")),
      job?.result && h(Report, { result: job.result, domains }),
    );
  }
}

/** @param {{result: any, domains: {id: string, title: string}[]}} props */
function Report({ result, domains }) {
  const { candidates, length, reasons, maxExposure, unused, overlap, accuracy, decisions, drySpots } = result;
  const titles = new Map(domains.map((domain) => [domain.id, domain.title]));
  const titleOf = (/** @type {{domainId: string}} */ one) => titles.get(one.domainId) ?? one.domainId;
  const errors = new Map(decisions.map((/** @type {any} */ one) => [one.domainId, one]));
  const worst = decisions.map((/** @type {any} */ one) => Math.max(one.wronglyPassed, one.wronglyFailed));
  const figures = [
    [words.length, words.range(text.whole(Math.round(length.fifthPercentile)), text.whole(Math.round(length.ninetyFifthPercentile)))],
    [words.exposure, text.percent(maxExposure)],
    [words.unused, text.whole(unused)],
    ...(worst.length === 0 ? [] : [[words.misjudged, text.percent(Math.max(...worst))]]),
  ];
  const said = [
    words.took(candidates),
    ...Object.entries(words.ended).flatMap(([reason, say]) => (reasons[reason] > 0 ? [say(reasons[reason] / candidates)] : [])),
    words.overlap(overlap),
    ...drySpots.map((/** @type {any} */ spot) => words.dry(titleOf(spot), spot.low, spot.high, spot.rmse)),
  ];
  return h(
    "div",
    { role: "status", "data-testid": "simulated" },
    h("dl", { class: "figures" }, figures.map(([what, figure]) => h("div", { key: what, class: "card figure" }, h("dt", null, what), h("dd", null, figure)))),
    h("ul", { class: "rules" }, said.map((one) => h("li", { key: one }, one))),
    h(
      "div",
      { class: "wide-table", tabindex: 0, role: "region", "aria-label": words.byDomain },
      h(
        "table",
        { class: "plain-table" },
        h("thead", null, h("tr", null, [text.bank.domain, words.error, words.wronglyPassed, words.wronglyFailed].map((title) => h("th", { key: title, scope: "col" }, title)))),
        h(
          "tbody",
          null,
          accuracy.map((/** @type {any} */ one) => {
            const wrong = errors.get(one.domainId);
            return h(
              "tr",
              { key: one.domainId },
              h("th", { scope: "row" }, titleOf(one)),
              h("td", null, text.decimal(one.rmse)),
              h("td", null, wrong ? text.percent(wrong.wronglyPassed) : "–"),
              h("td", null, wrong ? text.percent(wrong.wronglyFailed) : "–"),
            );
          }),
        ),
      ),
    ),
  );
}
