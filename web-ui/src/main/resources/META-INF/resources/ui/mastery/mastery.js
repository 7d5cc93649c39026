// @ts-check
// An instructor's view of a class: learners by domains, how sure each tile is, who needs help first.
import { h, Component } from "../lib/preact/preact.module.js";
import { download, every, get } from "../app/api.js";
import { Loading, Trouble } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { columns, heatMap, named, spread, sureness } from "./model.js";
import { text } from "../messages/messages.js";

const words = text.mastery;
/** Changes come by themselves; who looks on for long, or behind a proxy that keeps streams back, still sees them. */
const REFRESH_MILLIS = 30_000;
/** A class that answers all at once is drawn once a second. */
const DRAW_MILLIS = 1000;

export class Mastery extends Component {
  /** @param {{classId: string}} props */
  constructor(props) {
    super(props);
    this.state = { mastery: null, members: [], domains: [], course: null, studied: null, problem: null, at: null };
    this.gone = false;
    this.timer = 0;
    /** @type {EventSource | null} */
    this.changes = null;
    this.changed = false;
  }

  componentDidMount() {
    this.load();
  }

  componentWillUnmount() {
    this.gone = true;
    clearTimeout(this.timer);
    this.changes?.close();
  }

  /** @param {string} course */
  watch(course) {
    this.changes?.close();
    this.changes = new EventSource(`/api/classes/${encodeURIComponent(this.props.classId)}/mastery/stream?courseId=${encodeURIComponent(course)}`);
    const draw = () => {
      if (!this.changed) {
        this.changed = true;
        setTimeout(() => {
          this.changed = false;
          this.measure(course).catch(() => {});
        }, DRAW_MILLIS);
      }
    };
    this.changes.addEventListener("learner", draw);
  }

  async load() {
    const id = encodeURIComponent(this.props.classId);
    this.setState({ problem: null });
    try {
      const [studied, members] = await Promise.all([
        get(`/api/classes/${id}`),
        every(`/api/classes/${id}/members`),
      ]);
      const course = this.state.course ?? studied.courseIds[0] ?? null;
      const domains = course
        ? (await get(`/api/courses/${encodeURIComponent(course)}`).catch(() => null))?.domains ?? []
        : [];
      this.setState({ studied, members, course, domains });
      await this.measure(course);
      if (course) {
        this.watch(course);
      }
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
        population.withoutAnswer > 0 && h("p", { class: "quiet" }, words.withoutAnswer(population.withoutAnswer)),
        population.excluded > population.withoutAnswer &&
          h("p", { class: "quiet" }, words.withFewAnswers(population.excluded - population.withoutAnswer, population.leastAnswers)),
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
                h(
                  "th",
                  { scope: "row" },
                  h("a", { href: addressOf("class", studied.id, "learner", row.learnerId, course), "data-testid": "to-learner" }, row.name || words.unknown),
                ),
                row.cells.map((cell, n) => h(Tile, { key: n, cell })),
              ),
            ),
          ),
        ),
      ),
      h("p", { class: "quiet" }, words.legend),
      h(
        "p",
        null,
        h(
          "button",
          {
            type: "button",
            "data-testid": "mastery-csv",
            onClick: () => download(`/api/classes/${encodeURIComponent(studied.id)}/mastery?courseId=${encodeURIComponent(course)}`, "mastery.csv", (csv) => named(csv, members, words.learner)),
          },
          text.app.csv,
        ),
      ),
      mastery.domains.length > 0 && h(Spread, { domains: mastery.domains }),
      mastery.atRisk.length > 0 && this.atRisk(mastery.atRisk, map),
      mastery.growth.length > 0 && h(Growth, { growth: mastery.growth }),
      mastery.weeks.length > 0 && h(Weeks, { weeks: mastery.weeks, domains: mastery.domains }),
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
            h("h3", null, h("a", { href: addressOf("class", this.props.classId, "learner", risk.learnerId, this.state.course) }, names.get(risk.learnerId) || words.unknown)),
            risk.causes.map((/** @type {any} */ cause, /** @type {number} */ n) =>
              h("p", { class: "quiet", key: n }, words.causes[/** @type {"FALL"} */ (cause.kind)](cause)),
            ),
          ),
        ),
      ),
    );
  }
}

/** How many stand at which level, a bar a domain. @param {{domains: any[]}} props */
function Spread({ domains }) {
  const levels = text.result.level;
  return h(
    "section",
    { "aria-labelledby": "spread-title", "data-testid": "spread" },
    h("h2", { id: "spread-title" }, words.levels),
    h("p", { class: "quiet" }, words.spreadText),
    h(
      "div",
      { class: "spreads" },
      domains.map((domain) => {
        const parts = spread(domain.levels);
        const drawn = columns(domain.bins, domain.cut);
        const said = parts.map((part) => `${levels[/** @type {"NOVICE"} */ (part.level)]} ${part.n}`).join(", ");
        return h(
          "div",
          { key: domain.domainId, class: "card spread" },
          h("h3", null, domain.title),
          h(
            "svg",
            { class: "spread-columns", viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true", "data-testid": `columns-${domain.domainId}` },
            drawn.columns.map((one) => h("rect", { key: one.x, class: one.above ? "column-above" : "column-below", x: one.x + 0.4, y: 100 - one.height, width: one.width - 0.8, height: one.height })),
            h("line", { class: "column-cut", x1: drawn.cut, x2: drawn.cut, y1: 0, y2: 100 }),
          ),
          h(
            "svg",
            { class: "spread-bar", role: "img", "aria-label": words.spread(domain.title, said) },
            parts.map((part) => h("rect", { key: part.level, class: `fill-${part.level.toLowerCase()}`, x: `${part.from}%`, y: 0, width: `${part.share}%`, height: "100%" })),
          ),
          h("p", { class: "quiet" }, said),
        );
      }),
    ),
  );
}

/** How much each domain grew from people's first exam to their last. @param {{growth: any[]}} props */
function Growth({ growth }) {
  return h(
    "section",
    { "aria-labelledby": "growth-title", "data-testid": "growth" },
    h("h2", { id: "growth-title" }, words.growth),
    h("p", { class: "quiet" }, words.growthText),
    h(
      "div",
      { class: "wide-table", tabindex: 0, role: "region", "aria-label": words.growth },
      h(
        "table",
        { class: "plain-table" },
        h("thead", null, h("tr", null, [text.bank.domain, words.grew, words.grown].map((title) => h("th", { key: title, scope: "col" }, title)))),
        h(
          "tbody",
          null,
          growth.map((one) =>
            h(
              "tr",
              { key: one.domainId },
              h("th", { scope: "row" }, one.title),
              h("td", null, one.learners === 0 ? "–" : words.change(one.mean, one.standardError)),
              h("td", null, text.whole(one.learners)),
            ),
          ),
        ),
      ),
    ),
  );
}

/** Where the class stood week by week, a line a week. @param {{weeks: any[], domains: any[]}} props */
function Weeks({ weeks, domains }) {
  return h(
    "section",
    { "aria-labelledby": "weeks-title", "data-testid": "weeks" },
    h("h2", { id: "weeks-title" }, words.weeks),
    h("p", { class: "quiet" }, words.weeksText),
    h(
      "div",
      { class: "wide-table", tabindex: 0, role: "region", "aria-label": words.weeks },
      h(
        "table",
        { class: "plain-table" },
        h("thead", null, h("tr", null, [words.week, words.grown, ...domains.map((domain) => domain.title)].map((title) => h("th", { key: title, scope: "col" }, title)))),
        h(
          "tbody",
          null,
          weeks.map((week) => {
            const means = new Map(week.domains.map((/** @type {any} */ one) => [one.domainId, one.mean]));
            return h(
              "tr",
              { key: week.monday },
              h("th", { scope: "row" }, text.day(week.monday)),
              h("td", null, text.whole(week.learners)),
              domains.map((domain) => {
                const mean = means.get(domain.domainId);
                return h("td", { key: domain.domainId }, mean === undefined ? "–" : text.decimal(mean));
              }),
            );
          }),
        ),
      ),
    ),
  );
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
