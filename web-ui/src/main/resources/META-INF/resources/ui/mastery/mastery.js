// @ts-check
// An instructor's view of a class: learners by domains, how sure each tile is, who needs help first.
import { h, Component } from "../lib/preact/preact.module.js";
import { get } from "../app/api.js";
import { Loading, Trouble } from "../app/parts.js";
import { heatMap, sureness } from "./model.js";
import { text } from "../messages/en.js";

const words = text.mastery;
const REFRESH_MILLIS = 5000;

export class Mastery extends Component {
  /** @param {{classId: string}} props */
  constructor(props) {
    super(props);
    this.state = { mastery: null, members: [], domains: [], course: null, studied: null, problem: null, at: null };
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
    const id = encodeURIComponent(this.props.classId);
    this.setState({ problem: null });
    try {
      const [studied, members] = await Promise.all([
        get(`/api/classes/${id}`),
        everyMember(`/api/classes/${id}/members`),
      ]);
      const course = this.state.course ?? studied.courseIds[0] ?? null;
      const domains = course
        ? (await get(`/api/courses/${encodeURIComponent(course)}`).catch(() => null))?.domains ?? []
        : [];
      this.setState({ studied, members, course, domains });
      await this.measure(course);
    } catch (problem) {
      this.setState({ problem });
    }
  }

  /** @param {string | null} course */
  async measure(course) {
    clearTimeout(this.timer);
    if (course && document.visibilityState === "visible") {
      const id = encodeURIComponent(this.props.classId);
      const mastery = await get(`/api/classes/${id}/mastery?courseId=${encodeURIComponent(course)}`);
      this.setState({ mastery, at: new Date() });
    }
    if (!this.gone) {
      this.timer = window.setTimeout(
        () => this.measure(course).catch((problem) => this.setState({ problem })),
        REFRESH_MILLIS,
      );
    }
  }

  render() {
    const { mastery, members, domains, studied, problem, course, at } = this.state;
    if (problem) {
      return h(Trouble, { problem, retry: () => this.load() });
    }
    if (!mastery || !studied) {
      return h(Loading, {});
    }
    const map = heatMap(mastery, members, domains);
    const { population } = mastery;
    return h(
      "div",
      { "data-testid": "mastery" },
      h("h1", null, studied.title),
      h(
        "div",
        { class: "population" },
        h("p", { "data-testid": "population" }, h("strong", null, words.population(population.measured, population.members))),
        Object.entries(population.excluded ?? {}).map(([why, n]) =>
          h("p", { class: "quiet", key: why }, words.excluded(Number(n), why)),
        ),
        at && h("p", { class: "quiet" }, words.refreshed(at)),
        studied.courseIds.length > 1 &&
          h(
            "label",
            null,
            `${words.course} `,
            h(
              "select",
              {
                value: course,
                onChange: (/** @type {any} */ e) => this.setState({ course: e.currentTarget.value, mastery: null }, () => this.load()),
              },
              studied.courseIds.map((/** @type {string} */ id) => h("option", { key: id, value: id }, id)),
            ),
          ),
      ),
      mastery.learners.length === 0 && h("p", { class: "banner" }, words.empty),
      h(
        "div",
        { class: "heat", tabindex: 0, role: "region", "aria-label": words.title },
        h(
          "table",
          { "data-testid": "heat-map" },
          h("caption", { class: "only-heard" }, words.legend),
          h(
            "thead",
            null,
            h(
              "tr",
              null,
              h("th", { scope: "col" }, words.learner),
              map.domains.map((domain) => h("th", { scope: "col", key: domain.id }, domain.title)),
            ),
          ),
          h(
            "tbody",
            null,
            map.rows.map((row) =>
              h(
                "tr",
                { key: row.learnerId, "data-testid": `mastery-row-${row.learnerId}` },
                h("th", { scope: "row" }, row.name || words.unknown),
                row.cells.map((cell, n) => h(Tile, { key: n, cell })),
              ),
            ),
          ),
        ),
      ),
      h("p", { class: "quiet" }, words.legend),
      mastery.atRisk?.length > 0 && this.atRisk(mastery.atRisk, map),
    );
  }

  /** @param {any[]} risks @param {ReturnType<typeof heatMap>} map */
  atRisk(risks, map) {
    const names = new Map(map.rows.map((row) => [row.learnerId, row.name]));
    return h(
      "section",
      { "aria-labelledby": "risk-title", "data-testid": "at-risk" },
      h("h2", { id: "risk-title" }, words.atRisk),
      h(
        "ul",
        { class: "risks" },
        risks.map((risk) =>
          h(
            "li",
            { key: risk.learnerId, class: "card" },
            h("h3", null, names.get(risk.learnerId) || words.unknown),
            risk.reasons.map((/** @type {string} */ why) => h("p", { class: "quiet", key: why }, why)),
          ),
        ),
      ),
    );
  }
}

/** @param {{cell: any | null}} props */
function Tile({ cell }) {
  if (!cell) {
    return h("td", { class: "tile tile-none" }, h("span", { class: "only-heard" }, words.none), h("span", { "aria-hidden": "true" }, "–"));
  }
  const level = text.result.level[/** @type {"NOVICE"} */ (cell.level)] ?? cell.level;
  return h(
    "td",
    { class: `tile tile-${String(cell.level).toLowerCase()} tile-${sureness(cell.standardDeviation)}` },
    h("span", { class: "only-heard" }, words.cell(cell.mastery, level, cell.answered)),
    h("span", { "aria-hidden": "true" }, h("strong", null, text.percent(cell.mastery)), h("small", null, words.answered(cell.answered))),
  );
}

/** @param {string} path @returns {Promise<any[]>} all pages of the list */
async function everyMember(path) {
  const all = [];
  let cursor = null;
  do {
    const page = await get(`${path}?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return all;
}
