// @ts-check
// One question a screen. The server's session view is the truth; this screen shows it, hands answers to
// the sending, and shows the view that comes back.
import { h, Component } from "../lib/preact/preact.module.js";
import { ApiProblem, get, post, put } from "../app/api.js";
import { Loading, Trouble } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { added, clockOf, markPassed, remaining } from "./clock.js";
import { meaning } from "./keys.js";
import { AnswerLog } from "./log.js";
import { ExamBar, Feedback, Navigator, Options, SaveState, Stem } from "./question.js";
import { missing, pause, Sending } from "./sending.js";
import { Signals } from "./signals.js";
import { text, timeLeft } from "../messages/messages.js";

const words = text.player;

// RELIABILITY: client 3 s > gateway 2.5 s > session-service 1.5 s.
const ANSWER_LIMIT = 3000;
/** How long the page is content without word from the server. */
const QUIET_MILLIS = 30_000;
/** Questions of a fixed form that are fetched ahead, so that a cut does not stop the learner. */
const AHEAD = 3;

export class Player extends Component {
  /** @param {{sessionId: string}} props */
  constructor(props) {
    super(props);
    this.state = {
      view: null,
      chosen: null,
      struck: new Set(),
      savedAt: null,
      feedback: null,
      problem: null,
      notice: null,
      seatTaken: false,
      asking: false,
      left: null,
      timerHidden: false,
      flags: new Set(),
      away: false,
      announced: "",
    };
    this.path = `/api/sessions/${encodeURIComponent(props.sessionId)}`;
    this.shownAt = performance.now();
    /** @type {import("./clock.js").ExamClock | null} */
    this.clock = null;
    this.log = new AnswerLog(props.sessionId, null, null);
    this.sending = new Sending(this.log, this.ways());
    this.signals = new Signals((signals) => post(`${this.path}/signals`, signals, { headers: this.seated() }));
    /** @type {string | null} what the server calls this window; null while it asks for none */
    this.seat = null;
    /** @type {Map<number, any>} questions of a fixed form by position */
    this.questions = new Map();
    this.others = new BroadcastChannel(`sextant.exam.${props.sessionId}`);
    this.heardAt = performance.now();
    this.asked = 0;
    this.refusedReceipts = false;
    this.finishing = false;
    this.gone = false;
    /** @type {number | undefined} */
    this.ticker = undefined;
    /** @type {HTMLElement | null} */
    this.stem = null;
    this.keepStem = (/** @type {HTMLElement | null} */ e) => {
      this.stem = e;
    };
    this.focusOn = (/** @type {HTMLElement | null} */ e) => e?.focus();
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.key(event);
    this.onVisible = () => {
      const back = document.visibilityState === "visible";
      this.notice(back ? "FOCUS_BACK" : "FOCUS_LOST");
      return back && this.refresh();
    };
    this.onOnline = () => {
      this.notice("CONNECTION_BACK");
      this.comeBack();
    };
    this.onOffline = () => {
      this.notice("CONNECTION_LOST");
      this.setState({ away: true });
    };
  }

  componentDidMount() {
    addEventListener("keydown", this.onKey);
    addEventListener("online", this.onOnline);
    addEventListener("offline", this.onOffline);
    document.addEventListener("visibilitychange", this.onVisible);
    this.others.onmessage = () => this.seatLost();
    this.ticker = window.setInterval(() => this.tick(), 500);
    this.open();
  }

  componentWillUnmount() {
    this.gone = true;
    this.sending.end();
    removeEventListener("keydown", this.onKey);
    removeEventListener("online", this.onOnline);
    removeEventListener("offline", this.onOffline);
    document.removeEventListener("visibilitychange", this.onVisible);
    this.others.close();
    clearInterval(this.ticker);
  }

  /** @returns {import("./sending.js").Ways} */
  ways() {
    return {
      put: ({ position, ...body }) =>
        put(`${this.path}/answers/${position}`, body, { timeout: ANSWER_LIMIT, headers: this.seated() }),
      accepted: (answer, reply) => this.accepted(answer, reply),
      refused: (answer, problem) => this.refused(answer, problem),
      changed: () => !this.gone && this.setState({}),
    };
  }

  /** Practice is nobody's business. @param {import("./signals.js").Signal["type"]} type */
  notice(type) {
    const { view } = this.state;
    if (view?.state === "IN_PROGRESS" && view.mode !== "PRACTICE") {
      this.signals.note(type, new Date());
    }
  }

  async open() {
    this.log = await AnswerLog.open(this.props.sessionId);
    this.sending.log = this.log;
    this.sending.resume(await this.log.entries());
    await this.load();
  }

  async load() {
    this.setState({ problem: null });
    try {
      const view = await this.read();
      if (view.state === "IN_PROGRESS") {
        await this.takeSeat();
      }
      this.setState({ flags: flagsOf(view.id) });
      const owed = this.sending.owed.find((a) => a.position === view.position);
      this.show(view);
      if (owed && owed.questionId === view.question?.id) {
        this.setState({ chosen: owed.optionId });
      }
      await this.sending.go();
      this.tidy(view);
    } catch (problem) {
      if (this.gone) {
        return;
      }
      this.setState({ problem });
      if (problem instanceof ApiProblem && problem.passing) {
        this.asked++;
        setTimeout(() => !this.gone && this.load(), pause(this.asked, problem.retryAfter, Math.random()) + 500);
      }
    }
  }

  /** The server's view, mended first from the receipts when it lacks answers that were accepted. */
  async read() {
    try {
      const view = await get(this.path);
      this.heard();
      return (await this.mended(view)) ?? view;
    } catch (problem) {
      const lost = problem instanceof ApiProblem && problem.status === 404 && this.sending.receipts.size > 0;
      const view = lost ? await this.reconcile() : null;
      if (view) {
        return view;
      }
      throw problem;
    }
  }

  /** @param {any} view @returns {Promise<any>} null when nothing was amiss, or nothing could be done */
  async mended(view) {
    return missing(view, this.sending.receipts).length > 0 ? this.reconcile() : null;
  }

  async reconcile() {
    if (this.refusedReceipts) {
      return null;
    }
    try {
      const receipts = [...this.sending.receipts.values()];
      const reply = await post(`${this.path}/reconcile`, { receipts });
      return reply.session;
    } catch (problem) {
      // Refused once is refused for good; a server that is busy is asked again with the next view.
      this.refusedReceipts = problem instanceof ApiProblem && !problem.passing;
      return null;
    }
  }

  async takeSeat() {
    try {
      const { seat } = await post(`${this.path}/seat`);
      this.seat = seat;
      this.others.postMessage("seat taken");
      this.setState({ seatTaken: false });
    } catch {
      // An exam goes on without a seat; if another window holds it, the next answer says so.
    }
  }

  seated() {
    return this.seat ? { "Sextant-Seat": this.seat } : {};
  }

  seatLost() {
    this.sending.held = true;
    this.setState({ seatTaken: true });
  }

  heard() {
    this.heardAt = performance.now();
    this.asked = 0;
    if (this.state.away) {
      this.setState({ away: false });
    }
  }

  /** @param {any} view */
  show(view) {
    if (this.gone) {
      return;
    }
    this.tell(view);
    const before = this.state.view;
    const moved = before?.question?.id !== view.question?.id || before?.position !== view.position;
    if (view.question && view.mode === "FIXED") {
      this.questions.set(view.position, view.question);
    }
    this.setState(
      { view, ...(moved ? { chosen: this.answerAt(view), struck: new Set(), feedback: null } : {}) },
      () => {
        if (moved && view.question) {
          this.shownAt = performance.now();
          scrollTo(0, 0);
          this.stem?.focus({ preventScroll: true });
        }
      },
    );
    if (view.state !== "IN_PROGRESS" && before === null) {
      location.replace(addressOf("result", view.id));
    } else if (view.mode === "FIXED" && view.state === "IN_PROGRESS") {
      this.fetchAhead(view.position, view.maxLength);
    }
  }

  /** Takes the time from a view, and says so when there is more of it. @param {any} view */
  tell(view) {
    const clock = clockOf(view, performance.now());
    const more = added(this.clock, clock);
    this.clock = clock;
    const said = more >= 1000 ? words.timeAdded(Math.round(more / 60_000)) : null;
    this.setState({
      left: remaining(clock, performance.now()),
      ...(said ? { notice: said, announced: said } : {}),
    });
  }

  /** The same question stays, with what else the server says. @param {any} view */
  absorb(view) {
    const { view: shown } = this.state;
    const stays = shown && view.mode === "FIXED" && view.state === "IN_PROGRESS";
    this.show(stays ? { ...view, position: shown.position, question: shown.question } : view);
  }

  /** @param {any} view @returns {string | null} what was chosen there, sent or not */
  answerAt(view) {
    const own = this.sending.owed.find((a) => a.position === view.position);
    const known = view.answers.find((/** @type {any} */ a) => a.position === view.position);
    return own?.optionId ?? (view.mode === "FIXED" ? known?.optionId : null) ?? null;
  }

  tick() {
    const { view, left, feedback } = this.state;
    if (!view || view.state !== "IN_PROGRESS" || !this.clock) {
      return;
    }
    const now = remaining(this.clock, performance.now());
    const mark = markPassed(left, now);
    this.setState({ left: now, ...(mark === null ? {} : { announced: words.minutesLeft(mark) }) });
    const due = now === 0 ? 1000 : this.state.away ? 2000 * Math.min(5, this.asked + 1) : QUIET_MILLIS;
    if (performance.now() - this.heardAt > due && !feedback) {
      // At zero the server ends the session by itself; it is asked until it says so.
      this.refresh();
    }
  }

  async refresh() {
    const { view } = this.state;
    if (!view || view.state !== "IN_PROGRESS" || this.sending.underway || this.gone) {
      return;
    }
    this.heardAt = performance.now() + 500 * Math.random();
    try {
      const now = await this.read();
      this.absorb(now);
      this.tidy(now);
    } catch (problem) {
      this.asked++;
      this.setState({ away: problem instanceof ApiProblem && problem.passing });
    }
  }

  async comeBack() {
    await this.refresh();
    if (!this.state.seatTaken) {
      await this.sending.go();
    }
  }

  /** What this device kept is of no use once the server has it all and the exam is over. @param {any} view */
  tidy(view) {
    const over = view.state !== "IN_PROGRESS";
    if (over && this.sending.owed.length === 0 && missing(view, this.sending.receipts).length === 0) {
      this.log.purge();
    }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { view, asking, left, chosen } = this.state;
    const target = /** @type {HTMLElement} */ (event.target);
    if (!view?.question || asking || event.repeat) {
      return;
    }
    const does = meaning(event, view.question.options.length);
    if (does === null || (does === "confirm" && target.closest("a, button"))) {
      return;
    }
    event.preventDefault();
    if (does === "confirm") {
      this.confirm();
    } else if (does === "time") {
      this.setState({ announced: left === null ? words.noDeadline : words.timeLeft(timeLeft(left)) });
    } else if (does === "strike") {
      if (chosen) {
        this.strike(chosen);
      }
    } else {
      const { id } = view.question.options[does.choose];
      this.choose(id);
      // The focus follows, so that Enter confirms and presses no button that had it.
      /** @type {HTMLInputElement | null} */ (document.querySelector(`.option input[value="${CSS.escape(id)}"]`))?.focus();
    }
  }

  /** Whether nothing can be chosen now. Only a fixed form goes on while an answer is on its way. */
  get locked() {
    const { view, feedback, seatTaken, left } = this.state;
    return feedback !== null || seatTaken || left === 0 || (view.mode !== "FIXED" && this.sending.owed.length > 0);
  }

  /** @param {string} optionId */
  choose(optionId) {
    if (!this.locked) {
      this.setState({ chosen: optionId, struck: without(this.state.struck, optionId), notice: null });
    }
  }

  /** @param {string} optionId struck out, or no longer */
  strike(optionId) {
    const { struck, chosen } = this.state;
    if (!this.locked) {
      this.setState({
        struck: struck.has(optionId) ? without(struck, optionId) : new Set([...struck, optionId]),
        chosen: chosen === optionId ? null : chosen,
      });
    }
  }

  confirm() {
    const { view, chosen, feedback } = this.state;
    if (feedback) {
      this.goOn();
      return;
    }
    if (!view?.question || !chosen || this.locked) {
      return;
    }
    const answer = {
      position: view.position,
      questionId: view.question.id,
      optionId: chosen,
      elapsedMillis: Math.round(performance.now() - this.shownAt),
    };
    this.setState({ notice: null });
    this.sending.add(answer);
    if (view.mode === "FIXED") {
      this.turnTo(this.nextOpen(view));
    }
  }

  /** @param {import("./log.js").Answer} answer @param {any} reply */
  accepted(answer, reply) {
    if (this.gone) {
      return;
    }
    this.heard();
    this.setState({ savedAt: new Date() });
    if (reply.feedback) {
      this.next = reply.session;
      this.tell(reply.session);
      this.setState({ feedback: reply.feedback, chosen: answer.optionId });
    } else {
      this.absorb(reply.session);
    }
    if (reply.session.state === "IN_PROGRESS") {
      this.mended(reply.session).then((view) => view && this.absorb(view));
    } else {
      this.tidy(reply.session);
    }
    if (this.finishing && this.sending.owed.length === 0) {
      this.finish();
    }
  }

  /** @param {import("./log.js").Answer} answer @param {ApiProblem} problem @returns {Promise<"again" | "drop" | "hold">} */
  async refused(answer, problem) {
    if (problem.slug === "seat-taken") {
      this.seatLost();
      return "hold";
    }
    if (problem.status === 401) {
      return "hold";
    }
    const view = await this.read().catch(() => null);
    if (view === null) {
      return problem.status === 404 ? "drop" : "again";
    }
    if (view.position === answer.position && view.question?.id === answer.questionId && problem.status === 409) {
      // The server was behind and has been mended, or the answer overtook the news of its question.
      return "again";
    }
    this.setState(
      problem.slug === "session-over"
        ? { notice: words.late }
        : problem.status === 409
          ? { notice: words.refreshed }
          : { problem },
    );
    this.show(view);
    return "drop";
  }

  goOn() {
    const view = this.next;
    this.setState({ feedback: null, chosen: null });
    if (view) {
      this.show(view);
    }
  }

  /** @param {any} view @returns {number} the next position without an answer, or this one */
  nextOpen(view) {
    const done = this.answered(view);
    for (let step = 1; step <= view.maxLength; step++) {
      const position = ((view.position - 1 + step) % view.maxLength) + 1;
      if (!done.has(position)) {
        return position;
      }
    }
    return view.position;
  }

  /** @param {any} view @returns {Set<number>} positions with an answer, sent or not */
  answered(view) {
    return new Set([...view.answers, ...this.sending.owed].map((a) => a.position));
  }

  /** @param {number} position of a fixed form */
  async turnTo(position) {
    const { view } = this.state;
    if (position === view.position) {
      return;
    }
    const known = this.questions.get(position);
    if (known) {
      this.show({ ...view, position, question: known, serverTime: new Date(this.serverNow()).toISOString() });
      return;
    }
    try {
      this.show(await get(`${this.path}?position=${position}`));
    } catch (problem) {
      this.setState(problem instanceof ApiProblem && problem.passing ? { notice: words.notHere, away: true } : { problem });
    }
  }

  serverNow() {
    const clock = /** @type {import("./clock.js").ExamClock} */ (this.clock);
    return clock.server + performance.now() - clock.arrived;
  }

  /** @param {number} position @param {number} last */
  async fetchAhead(position, last) {
    for (let next = position + 1; next <= Math.min(last, position + AHEAD); next++) {
      if (this.questions.has(next)) {
        continue;
      }
      try {
        const view = await get(`${this.path}?position=${next}`);
        if (view.question) {
          this.questions.set(next, view.question);
        }
      } catch {
        return;
      }
    }
  }

  /** @param {number} position */
  flag(position) {
    const { flags, view } = this.state;
    const changed = flags.has(position) ? without(flags, position) : new Set([...flags, position]);
    this.setState({ flags: changed });
    sessionStorage.setItem(FLAGS + view.id, JSON.stringify([...changed]));
  }

  async takeOver() {
    this.setState({ seatTaken: false });
    await this.load();
  }

  async finish() {
    this.setState({ asking: false });
    if (this.sending.owed.length > 0) {
      this.finishing = true;
      this.setState({ notice: words.endsWhenSent });
      this.sending.go();
      return;
    }
    this.finishing = false;
    try {
      const view = await post(`${this.path}/finish`, {}, { headers: this.seated() });
      this.show(view);
      this.tidy(view);
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.slug === "seat-taken") {
        this.seatLost();
      } else {
        this.setState({ problem });
      }
    }
  }

  render() {
    const { view, problem } = this.state;
    if (!view) {
      return problem ? h(Trouble, { problem, retry: () => this.load() }) : h(Loading, {});
    }
    return view.state === "IN_PROGRESS" && view.question ? this.question(view) : this.over(view);
  }

  /** @param {any} view */
  over(view) {
    const { notice } = this.state;
    const owed = this.sending.owed.length;
    return h(
      "div",
      { class: "card", role: "status", "data-testid": "exam-over" },
      h("h1", null, words.overTitle),
      h("p", null, view.state === "EXPIRED" ? words.timeUp(view.answers.length) : words.over(view.answers.length)),
      notice && h("p", null, notice),
      owed > 0 && h("p", null, words.waiting(owed)),
      h("a", { class: "button primary", href: addressOf("result", view.id), "data-testid": "see-result" }, words.seeResult),
    );
  }

  /** @param {any} view */
  question(view) {
    const { chosen, struck, feedback, problem, notice, left, announced, timerHidden, savedAt, away, flags } = this.state;
    const fixed = view.mode === "FIXED";
    const answered = this.answered(view);
    const complete = fixed && answered.size === view.maxLength;
    return h(
      "div",
      { class: "player", "data-testid": "player" },
      h(ExamBar, {
        view,
        answered: answered.size,
        left,
        hidden: timerHidden,
        toggle: () => this.setState({ timerHidden: !timerHidden }),
      }),
      h("p", { class: "only-heard", role: "status", "data-testid": "announced" }, announced),
      problem && h(Trouble, { problem, retry: () => this.load() }),
      notice && h("div", { class: "banner", role: "status", "data-testid": "notice" }, h("p", null, notice)),
      this.moved(),
      h(
        "form",
        {
          class: "question",
          onSubmit: (/** @type {Event} */ event) => {
            event.preventDefault();
            this.confirm();
          },
        },
        h(Stem, { view, keep: this.keepStem }),
        h(Options, {
          view,
          chosen,
          struck,
          feedback,
          locked: this.locked,
          choose: (/** @type {string} */ id) => this.choose(id),
          strike: (/** @type {string} */ id) => this.strike(id),
        }),
        feedback && h(Feedback, { feedback }),
        view.mode === "ADAPTIVE" && view.answers.length === 0 && h("p", { class: "quiet" }, words.lockIn),
        h("p", { class: "quiet keys" }, words.keys),
        h(
          "div",
          { class: "answer-bar" },
          h(SaveState, { sending: this.sending, durable: this.log.durable, saved: view.answers.length, savedAt, away }),
          h(
            "button",
            {
              type: "submit",
              class: "primary",
              disabled: !feedback && (this.locked || !chosen),
              "data-testid": feedback ? "next-question" : "confirm",
            },
            feedback ? (this.next?.question ? words.next : words.seeResult) : words.confirm,
          ),
        ),
      ),
      fixed &&
        h(Navigator, {
          count: view.maxLength,
          position: view.position,
          answered,
          flags,
          turnTo: (/** @type {number} */ position) => this.turnTo(position),
          flag: () => this.flag(view.position),
        }),
      complete && h("p", { role: "status" }, words.complete),
      this.ending(complete),
    );
  }

  moved() {
    return (
      this.state.seatTaken &&
      h(
        "div",
        { class: "banner banner-warn", role: "alert", "data-testid": "seat-taken" },
        h("p", null, words.seatTaken),
        h("button", { type: "button", "data-testid": "seat-here", onClick: () => this.takeOver() }, words.seatHere),
      )
    );
  }

  /** @param {boolean} complete every question has an answer */
  ending(complete) {
    if (!this.state.asking) {
      return h(
        "button",
        { type: "button", class: complete ? "primary" : "plain end", "data-testid": "finish", onClick: () => this.setState({ asking: true }) },
        words.finish,
      );
    }
    return h(
      "div",
      { class: "banner banner-warn", role: "alertdialog", "aria-labelledby": "finish-ask" },
      h("p", { id: "finish-ask" }, words.finishAsk),
      h("button", { type: "button", "data-testid": "finish-yes", onClick: () => this.finish() }, words.finishYes),
      h(
        "button",
        { type: "button", class: "plain", ref: this.focusOn, "data-testid": "finish-no", onClick: () => this.setState({ asking: false }) },
        words.finishNo,
      ),
    );
  }
}

const FLAGS = "sextant.flags.";

/** @param {string} sessionId @returns {Set<number>} the positions that were flagged in this tab */
function flagsOf(sessionId) {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(FLAGS + sessionId) ?? "[]"));
  } catch {
    return new Set();
  }
}

/** @template T @param {Set<T>} set @param {T} one */
const without = (set, one) => new Set([...set].filter((each) => each !== one));
