// @ts-check
// A class while it sits: a tile for each session, what needs a look first, and time for those who need it.
//
// Thousands of tiles stay smooth: changes are gathered and drawn once a second, and only tiles in sight are in the page.
import { h, Component } from "../lib/preact/preact.module.js";
import { every, get, newKey, post, serverNow } from "../app/api.js";
import { Choice, Field, Loading, Sheet, Trouble } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { minutesIn } from "../home/model.js";
import { inSight, narrowed, tilesOf } from "./model.js";
import { text, timeLeft } from "../messages/messages.js";

const words = text.live;
const DRAW_MILLIS = 1000;
const RETRY_MILLIS = 5000;
/** In rem, as live.css says it: a tile with its gap. */
const TILE_HEIGHT = 7.5;
const TILE_WIDTH = 12;

export class Live extends Component {
  /** @param {{classId: string}} props */
  constructor(props) {
    super(props);
    this.path = `/api/classes/${encodeURIComponent(props.classId)}`;
    /** @type {Map<string, import("./model.js").Sitting>} */
    this.sittings = new Map();
    /** @type {EventSource | null} */
    this.stream = null;
    this.timer = 0;
    this.retry = 0;
    /** @type {ResizeObserver | null} */
    this.sizes = null;
    // One function for good: a new one at each drawing would measure anew at each drawing.
    this.keepList = (/** @type {HTMLElement | null} */ list) => this.measured(list);
    this.state = {
      studied: null, names: new Map(), exams: new Map(), assignments: [], summary: null, tiles: [], connected: false,
      show: "ALL", wanted: "", chosen: new Set(), top: 0, height: 0, columns: 1, row: 1, incidents: null, problem: null,
    };
  }

  componentDidMount() {
    this.load();
    this.timer = window.setInterval(() => document.visibilityState === "visible" && this.draw(), DRAW_MILLIS);
  }

  componentWillUnmount() {
    clearInterval(this.timer);
    clearTimeout(this.retry);
    this.stream?.close();
    this.stream = null;
    this.sizes?.disconnect();
  }

  async load() {
    this.setState({ problem: null });
    try {
      const [studied, members, assignments, exams] = await Promise.all([get(this.path), every(`${this.path}/members`), every(`${this.path}/assignments`), every("/api/exams")]);
      this.setState({
        studied,
        assignments,
        names: new Map(members.map((one) => [one.accountId, one.name])),
        exams: new Map(exams.map((one) => [one.id, one.title])),
      });
      this.watch();
    } catch (problem) {
      this.setState({ problem });
    }
  }

  watch() {
    this.stream?.close();
    this.stream = new EventSource(`${this.path}/live`);
    this.stream.addEventListener("open", () => {
      // A new stream tells everything anew; who is no longer in it is gone.
      this.sittings.clear();
      this.setState({ connected: true });
    });
    this.stream.addEventListener("error", () => {
      this.setState({ connected: false });
      if (this.stream?.readyState === EventSource.CLOSED) {
        this.retry = window.setTimeout(() => this.again(), RETRY_MILLIS);
      }
    });
    this.stream.addEventListener("session", (event) => {
      const sitting = JSON.parse(event.data);
      this.sittings.set(sitting.sessionId, sitting);
    });
    this.stream.addEventListener("removed", (event) => this.sittings.delete(JSON.parse(event.data).sessionId));
    this.stream.addEventListener("summary", (event) => this.setState({ summary: JSON.parse(event.data) }));
  }

  /** A refused stream is not tried again by the browser; an ordinary call renews the sign-in first. */
  async again() {
    await get(this.path).catch(() => {});
    if (this.stream) {
      this.watch();
    }
  }

  draw() {
    this.setState({ tiles: tilesOf(this.sittings.values(), this.state.names, serverNow()) });
  }

  /** @param {HTMLElement | null} list */
  measured(list) {
    this.sizes?.disconnect();
    if (list) {
      this.sizes = new ResizeObserver(() => {
        const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
        const columns = Math.max(1, Math.floor(list.clientWidth / (TILE_WIDTH * rem)));
        this.setState({ height: list.clientHeight, columns, row: TILE_HEIGHT * rem });
      });
      this.sizes.observe(list);
    }
  }

  render() {
    const { studied, tiles, summary, connected, problem } = this.state;
    if (!studied) {
      return problem ? h(Trouble, { problem, retry: () => this.load() }) : h(Loading, {});
    }
    const away = tiles.filter((/** @type {import("./model.js").Tile} */ tile) => tile.incidents.includes("AWAY")).length;
    const odd = tiles.filter((/** @type {import("./model.js").Tile} */ tile) => tile.incidents.length > 0).length;
    return h(
      "div",
      { "data-testid": "live" },
      h("p", null, h("a", { href: addressOf("class", studied.id) }, studied.title)),
      h("h1", null, words.title),
      problem && h(Trouble, { problem }),
      h("p", { class: "quiet", role: "status", "data-testid": "live-connection" }, connected ? words.connected : words.connecting),
      h(
        "dl",
        { class: "figures" },
        [
          ["inProgress", words.inProgress, summary?.inProgress ?? 0],
          ["away", words.away, away],
          ["incidents", words.incidents, odd],
          ["completed", words.completed, summary?.completed ?? 0],
          ["expired", words.expired, summary?.expired ?? 0],
        ].map(([name, what, n]) => h("div", { key: name, class: "card figure" }, h("dt", null, what), h("dd", { "data-testid": `live-${name}` }, text.whole(Number(n))))),
      ),
      this.filters(),
      this.tiles(),
      h(GiveTime, { key: "time", chosen: this.state.chosen, assignments: this.state.assignments, exams: this.state.exams }),
      this.incidents(),
    );
  }

  filters() {
    const { show, chosen } = this.state;
    const shown = this.shown();
    return h(
      "form",
      { class: "card filters", role: "search", onSubmit: (/** @type {Event} */ e) => e.preventDefault() },
      h(Choice, { id: "live-show", testid: "live-show", label: words.show, value: show, options: Object.entries(words.shows), onChange: (/** @type {any} */ e) => this.setState({ show: e.currentTarget.value }) }),
      h(Field, { id: "live-name", testid: "live-name", type: "search", label: words.name, onInput: (/** @type {any} */ e) => this.setState({ wanted: e.currentTarget.value }) }),
      h(
        "p",
        { class: "sheet-end" },
        h("button", { type: "button", "data-testid": "live-choose", onClick: () => this.setState({ chosen: new Set(shown.map((tile) => tile.sitting.sessionId)) }) }, words.chooseShown(shown.length)),
        h("button", { type: "button", class: "plain", disabled: chosen.size === 0, onClick: () => this.setState({ chosen: new Set() }) }, words.chooseNone),
      ),
    );
  }

  /** @returns {import("./model.js").Tile[]} */
  shown() {
    return narrowed(this.state.tiles, this.state);
  }

  tiles() {
    const shown = this.shown();
    if (shown.length === 0) {
      return h("p", { class: "card" }, this.state.tiles.length === 0 ? words.nobody : words.noneFits);
    }
    const { top, height, row, columns, chosen, exams } = this.state;
    const view = inSight({ top, height, row, columns, total: shown.length });
    return h(
      "div",
      {
        class: "sittings",
        tabindex: 0,
        role: "region",
        "aria-label": words.tiles(shown.length),
        "data-testid": "sittings",
        "data-total": shown.length,
        ref: this.keepList,
        onScroll: (/** @type {any} */ e) => this.setState({ top: e.currentTarget.scrollTop }),
      },
      h(
        "div",
        { class: "sittings-whole", ref: placed({ height: `${view.whole}px` }) },
        h(
          "ul",
          { class: "sittings-shown", ref: placed({ transform: `translateY(${view.offset}px)`, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }) },
          // By place: by session, Preact lost tiles when most of them left the list at once.
          shown.slice(view.from, view.to).map((tile, n) =>
            h(
              "li",
              { key: n, "aria-setsize": shown.length, "aria-posinset": view.from + n + 1 },
              h(Sitting, { tile, exam: exams.get(tile.sitting.examId) ?? "", chosen: chosen.has(tile.sitting.sessionId), choose: () => this.choose(tile.sitting.sessionId) }),
            ),
          ),
        ),
      ),
    );
  }

  /** @param {string} sessionId */
  choose(sessionId) {
    const chosen = new Set(this.state.chosen);
    if (!chosen.delete(sessionId)) {
      chosen.add(sessionId);
    }
    this.setState({ chosen, incidents: null });
  }

  incidents() {
    const { chosen, incidents, tiles } = this.state;
    const [only] = chosen.size === 1 ? chosen : [];
    const tile = tiles.find((/** @type {import("./model.js").Tile} */ each) => each.sitting.sessionId === only);
    if (!only || !tile) {
      return null;
    }
    return h(
      "section",
      { "aria-labelledby": "noticed-title", "data-testid": "noticed" },
      h("h2", { id: "noticed-title" }, words.noticed(tile.name || text.mastery.unknown)),
      !incidents && h("button", { type: "button", "data-testid": "noticed-open", onClick: () => this.look(only) }, words.look),
      incidents &&
        h(
          "ul",
          { class: "lines" },
          incidents.late.map((/** @type {any} */ one) => h("li", { key: `late ${one.position}` }, words.late(one.position, one.at))),
          incidents.timeAdded.map((/** @type {any} */ one) => h("li", { key: `time ${one.sequence}` }, words.added(minutesIn(one.add) ?? 0, one.note ?? one.reason, one.at))),
          incidents.signals.map((/** @type {any} */ one, /** @type {number} */ n) => h("li", { key: n }, words.signals[/** @type {"PASTE"} */ (one.type)] ?? one.type, " ", h("span", { class: "quiet" }, text.dateTime(one.at)))),
          incidents.late.length + incidents.timeAdded.length + incidents.signals.length === 0 && h("li", null, words.nothingNoticed),
        ),
      h("p", { class: "quiet" }, words.noProof),
    );
  }

  /** @param {string} sessionId */
  async look(sessionId) {
    try {
      this.setState({ incidents: await get(`/api/sessions/${encodeURIComponent(sessionId)}/incidents`) });
    } catch (problem) {
      this.setState({ problem });
    }
  }
}

/** @param {{tile: import("./model.js").Tile, exam: string, chosen: boolean, choose: () => void}} props */
function Sitting({ tile, exam, chosen, choose }) {
  const { sitting, name, incidents } = tile;
  const live = sitting.state === "IN_PROGRESS";
  const left = live && sitting.deadline ? timeLeft(Date.parse(sitting.deadline) - serverNow()) : "";
  const worst = incidents.includes("AWAY") ? " is-away" : incidents.length > 0 ? " is-odd" : live ? "" : " is-over";
  return h(
    "button",
    { type: "button", class: `sitting${worst}`, "aria-pressed": String(chosen), "data-testid": `sitting-${sitting.sessionId}`, title: exam, onClick: choose },
    h("span", { class: "sitting-name" }, name || text.mastery.unknown),
    h("span", { class: "sitting-facts" }, live ? words.at(sitting.position) : text.home.state[/** @type {"EXPIRED"} */ (sitting.state)], left && h("span", { "data-testid": "sitting-left" }, ` · ${text.home.timeLeft(left)}`)),
    h("span", { class: "sitting-tags" }, incidents.map((one) => h("span", { key: one, class: `tag ${one === "AWAY" ? "tag-bad" : "tag-warn"}` }, words.incident[one]))),
  );
}

/** Places a drawn element; as a rule of its own, since the policy forbids styles in the document. @param {Partial<CSSStyleDeclaration>} rules */
const placed = (rules) => (/** @type {HTMLElement | null} */ element) => element && Object.assign(element.style, rules);

/** Time for those chosen, or for all of an assignment. */
class GiveTime extends Component {
  /** @param {{chosen: Set<string>, assignments: any[], exams: Map<string, string>}} props */
  constructor(props) {
    super(props);
    this.key = newKey();
    this.state = { to: "chosen", said: "" };
  }

  /** @param {FormData} data */
  async give(data) {
    const { to } = this.state;
    const body = { add: `PT${Number(data.get("minutes"))}M`, reason: data.get("reason") };
    // The key stays until all went well, so that a second try adds nothing to those whom the first one reached.
    const options = { headers: { "Idempotency-Key": this.key } };
    if (to === "chosen") {
      let given = 0;
      let over = 0;
      for (const sessionId of this.props.chosen) {
        try {
          await post(`/api/sessions/${encodeURIComponent(sessionId)}/time`, body, options);
          given++;
        } catch (problem) {
          const { status } = /** @type {any} */ (problem);
          if (status !== 409 && status !== 422) {
            throw problem;
          }
          over++;
        }
      }
      this.setState({ said: words.given(given, over) });
    } else {
      const { sessions } = await post(`/api/assignments/${encodeURIComponent(to)}/time`, body, options);
      this.setState({ said: words.given(sessions, 0) });
    }
    this.key = newKey();
  }

  render() {
    const { chosen, assignments, exams } = this.props;
    const { to, said } = this.state;
    const options = /** @type {[string, string][]} */ ([
      ["chosen", words.toChosen(chosen.size)],
      ...assignments.map((one) => [one.id, words.toAll(exams.get(one.examId) ?? one.examId, one.opensAt)]),
    ]);
    return h(
      "section",
      { "aria-labelledby": "time-title" },
      h("h2", { id: "time-title" }, words.giveTime),
      h(
        "div",
        { class: "card" },
        h("p", null, words.giveTimeText),
        h(
          Sheet,
          { testid: "time", submit: words.giveTime, done: said, send: (/** @type {FormData} */ data) => this.give(data), disabled: to === "chosen" && chosen.size === 0 },
          h(Choice, { id: "time-to", testid: "time-to", label: words.to, value: to, options, onChange: (/** @type {any} */ e) => this.setState({ to: e.currentTarget.value }) }),
          h(Field, { id: "time-minutes", name: "minutes", testid: "time-minutes", type: "number", min: 1, max: 240, defaultValue: 5, required: true, label: words.minutes }),
          h(Field, { id: "time-reason", name: "reason", testid: "time-reason", maxlength: 300, required: true, label: words.reason, hint: words.reasonHint }),
        ),
      ),
    );
  }
}
