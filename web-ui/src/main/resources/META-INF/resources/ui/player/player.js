// @ts-check
// One question a screen. The server's session view is the truth; this screen shows it, sends one
// answer at a time, and shows the view that comes back.
import { h, Component } from "../lib/preact/preact.module.js";
import { ApiProblem, get, post, put } from "../app/api.js";
import { LETTERS, Loading, Trouble } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { RichText } from "../richtext/richtext.js";
import { clockOf, markPassed, remaining } from "./clock.js";
import { meaning } from "./keys.js";
import { pause, Unsent } from "./sending.js";
import { text, timeLeft } from "../messages/en.js";

const words = text.player;

// RELIABILITY: client 3 s > gateway 2.5 s > session-service 1.5 s.
const ANSWER_LIMIT = 3000;

export class Player extends Component {
  /** @param {{sessionId: string}} props */
  constructor(props) {
    super(props);
    this.state = {
      view: null,
      chosen: null,
      saving: "idle",
      savedAt: null,
      feedback: null,
      problem: null,
      notice: null,
      seatTaken: false,
      asking: false,
      left: null,
      announced: "",
    };
    this.unsent = new Unsent(localStorage, props.sessionId);
    this.path = `/api/sessions/${encodeURIComponent(props.sessionId)}`;
    this.shownAt = performance.now();
    this.clock = { offset: 0, deadline: /** @type {number | null} */ (null) };
    this.ticker = 0;
    this.repeat = 0;
    this.gone = false;
    /** @type {HTMLElement | null} */
    this.stem = null;
    this.focusOn = (/** @type {HTMLElement | null} */ e) => e?.focus();
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.key(event);
    this.onVisible = () => {
      if (document.visibilityState === "visible") {
        this.tick();
      }
    };
  }

  componentDidMount() {
    addEventListener("keydown", this.onKey);
    document.addEventListener("visibilitychange", this.onVisible);
    this.ticker = window.setInterval(() => this.tick(), 500);
    this.load();
  }

  componentWillUnmount() {
    this.gone = true;
    removeEventListener("keydown", this.onKey);
    document.removeEventListener("visibilitychange", this.onVisible);
    clearInterval(this.ticker);
    clearTimeout(this.repeat);
  }

  async load() {
    this.setState({ problem: null });
    try {
      const view = await get(this.path);
      const owed = this.unsent.find();
      this.show(view);
      if (owed && view.state === "IN_PROGRESS") {
        if (owed.position === view.position && owed.questionId === view.question?.id) {
          this.setState({ chosen: owed.optionId });
          this.send(owed, 1);
        } else {
          this.unsent.forget();
        }
      }
    } catch (problem) {
      this.setState({ problem });
    }
  }

  /** @param {any} view */
  show(view) {
    if (this.gone) {
      return;
    }
    this.clock = clockOf(view, Date.now());
    const before = this.state.view;
    const moved = before?.question?.id !== view.question?.id || before?.position !== view.position;
    this.setState(
      {
        view,
        left: remaining(this.clock, Date.now()),
        ...(moved ? { chosen: null, feedback: null } : {}),
      },
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
    }
  }

  tick() {
    const { view, left } = this.state;
    if (!view || view.state !== "IN_PROGRESS") {
      return;
    }
    const now = remaining(this.clock, Date.now());
    const mark = markPassed(left, now);
    this.setState({ left: now, ...(mark === null ? {} : { announced: words.minutesLeft(mark) }) });
    if (now === 0 && left !== 0) {
      // The server ends the session by itself; ask it until it says so.
      this.untilOver();
    }
  }

  async untilOver() {
    for (let n = 0; n < 60 && !this.gone; n++) {
      try {
        const view = await get(this.path);
        if (view.state !== "IN_PROGRESS") {
          this.show(view);
          return;
        }
        this.clock = clockOf(view, Date.now());
        if (remaining(this.clock, Date.now()) !== 0) {
          return;
        }
      } catch {
        // Asked again below.
      }
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { view, asking, left } = this.state;
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
    } else {
      this.choose(view.question.options[does.choose].id);
    }
  }

  /** @param {string} optionId */
  choose(optionId) {
    const { saving, feedback } = this.state;
    if (saving === "idle" || saving === "saved") {
      if (!feedback) {
        this.setState({ chosen: optionId, saving: "idle", notice: null });
      }
    }
  }

  confirm() {
    const { view, chosen, saving, feedback } = this.state;
    if (feedback) {
      this.goOn();
      return;
    }
    if (!view?.question || !chosen || saving === "saving" || saving === "waiting") {
      return;
    }
    const answer = {
      position: view.position,
      questionId: view.question.id,
      optionId: chosen,
      elapsedMillis: Math.round(performance.now() - this.shownAt),
    };
    this.unsent.keep(answer);
    this.send(answer, 1);
  }

  /** @param {import("./sending.js").Answer} answer @param {number} attempt */
  async send(answer, attempt) {
    clearTimeout(this.repeat);
    if (this.gone) {
      return;
    }
    this.setState({ saving: attempt === 1 ? "saving" : "waiting", notice: null });
    const { position, ...body } = answer;
    try {
      const reply = await put(`${this.path}/answers/${position}`, body, { timeout: ANSWER_LIMIT });
      this.unsent.forget();
      this.setState({ saving: "saved", savedAt: new Date() });
      if (reply.feedback) {
        this.next = reply.session;
        this.clock = clockOf(reply.session, Date.now());
        this.setState({ feedback: reply.feedback });
      } else {
        this.show(reply.session);
      }
    } catch (problem) {
      this.failed(answer, attempt, problem);
    }
  }

  /** @param {import("./sending.js").Answer} answer @param {number} attempt @param {unknown} problem */
  failed(answer, attempt, problem) {
    if (this.gone) {
      return;
    }
    if (!(problem instanceof ApiProblem) || problem.passing) {
      const retryAfter = problem instanceof ApiProblem ? problem.retryAfter : 0;
      this.owed = answer;
      this.setState({ saving: "waiting" });
      this.repeat = window.setTimeout(
        () => this.send(answer, attempt + 1),
        pause(attempt, retryAfter, Math.random()),
      );
      return;
    }
    if (problem.slug === "seat-taken") {
      this.setState({ seatTaken: true, saving: "idle" });
      return;
    }
    this.unsent.forget();
    if (problem.slug === "session-over") {
      this.setState({ saving: "idle", notice: words.over });
      this.load();
    } else if (problem.status === 409) {
      this.setState({ saving: "idle", notice: words.refreshed });
      this.load();
    } else {
      this.setState({ saving: "idle", problem });
    }
  }

  goOn() {
    const view = this.next;
    this.setState({ feedback: null });
    if (view) {
      this.show(view);
    }
  }

  async takeSeat() {
    try {
      await post(`${this.path}/seat`);
      this.setState({ seatTaken: false });
      await this.load();
    } catch (problem) {
      this.setState({ problem });
    }
  }

  async finish() {
    this.setState({ asking: false });
    try {
      const view = await post(`${this.path}/finish`);
      if (view?.state) {
        this.show(view);
      } else {
        await this.load();
      }
    } catch (problem) {
      this.setState({ problem });
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
    const timeUp = view.state === "EXPIRED";
    return h(
      "div",
      { class: "card", role: "status", "data-testid": "exam-over" },
      h("p", null, timeUp ? words.timeUp(view.answers.length) : words.over),
      h("a", { class: "button primary", href: addressOf("result", view.id), "data-testid": "see-result" }, words.seeResult),
    );
  }

  /** @param {any} view */
  question(view) {
    const { chosen, saving, feedback, problem, notice, seatTaken, asking, left, announced } = this.state;
    const busy = saving === "saving" || saving === "waiting";
    const locked = busy || feedback !== null;
    return h(
      "div",
      { class: "player", "data-testid": "player" },
      h(
        "div",
        { class: "exam-bar" },
        h(
          "p",
          { class: "progress", "data-testid": "progress" },
          h("strong", null, words.progress(view.position, view.minLength, view.maxLength)),
        ),
        left !== null &&
          h(
            "p",
            {
              class: left < 60_000 ? "timer timer-short" : "timer",
              role: "timer",
              "aria-live": "off",
              "aria-label": words.timeLeft(timeLeft(left)),
              "data-testid": "timer",
            },
            timeLeft(left),
          ),
        h("progress", {
          max: view.maxLength,
          value: view.answers.length,
          "aria-label": words.progress(view.position, view.minLength, view.maxLength),
        }),
      ),
      h("p", { class: "only-heard", role: "status" }, announced),
      problem && h(Trouble, { problem, retry: () => this.load() }),
      notice && h("div", { class: "banner", role: "status" }, h("p", null, notice)),
      seatTaken &&
        h(
          "div",
          { class: "banner banner-warn", role: "alert", "data-testid": "seat-taken" },
          h("p", null, words.seatTaken),
          h("button", { type: "button", onClick: () => this.takeSeat() }, words.seatHere),
        ),
      h(
        "form",
        {
          onSubmit: (/** @type {Event} */ event) => {
            event.preventDefault();
            this.confirm();
          },
        },
        h(
          "div",
          {
            class: "stem",
            tabindex: -1,
            role: "heading",
            "aria-level": 1,
            "data-testid": "stem",
            ref: (/** @type {HTMLElement | null} */ e) => {
              this.stem = e;
            },
          },
          h("span", { class: "only-heard" }, words.question(view.position), ": "),
          h(RichText, { text: view.question.stem }),
        ),
        h(
          "fieldset",
          { class: "options", disabled: locked },
          h("legend", { class: "only-heard" }, words.choose),
          view.question.options.map((/** @type {any} */ option, /** @type {number} */ n) =>
            this.option(option, LETTERS.charAt(n), chosen === option.id, feedback),
          ),
        ),
        feedback && this.feedback(feedback),
        view.mode === "ADAPTIVE" && view.answers.length === 0 && h("p", { class: "quiet" }, words.lockIn),
        h("p", { class: "quiet keys" }, words.keys),
        h(
          "div",
          { class: "answer-bar" },
          this.savedState(view),
          h(
            "button",
            {
              type: "submit",
              class: "primary",
              disabled: busy || (!chosen && !feedback),
              "data-testid": feedback ? "next-question" : "confirm",
            },
            feedback ? (this.next?.question ? words.next : words.seeResult) : words.confirm,
          ),
        ),
      ),
      asking
        ? h(
            "div",
            { class: "banner banner-warn", role: "alertdialog", "aria-labelledby": "finish-ask" },
            h("p", { id: "finish-ask" }, words.finishAsk),
            h("button", { type: "button", "data-testid": "finish-yes", onClick: () => this.finish() }, words.finishYes),
            h(
              "button",
              { type: "button", class: "plain", ref: this.focusOn, "data-testid": "finish-no", onClick: () => this.setState({ asking: false }) },
              words.finishNo,
            ),
          )
        : h(
            "button",
            { type: "button", class: "plain end", "data-testid": "finish", onClick: () => this.setState({ asking: true }) },
            words.finish,
          ),
    );
  }

  /** @param {any} option @param {string} letter @param {boolean} chosen @param {any} feedback */
  option(option, letter, chosen, feedback) {
    const right = feedback?.correctOptionId === option.id;
    const shown = feedback ? (right ? " is-right" : chosen ? " is-wrong" : "") : "";
    const rationale = feedback?.rationales?.[option.id];
    return h(
      "label",
      { class: `option${chosen ? " is-chosen" : ""}${shown}`, key: option.id, "data-testid": `option-${letter}` },
      h("input", {
        type: "radio",
        name: "answer",
        value: option.id,
        checked: chosen,
        onChange: () => this.choose(option.id),
      }),
      h("span", { class: "letter", "aria-hidden": "true" }, letter),
      h(
        "span",
        { class: "option-text" },
        h("span", { class: "only-heard" }, words.option(letter), ": "),
        h(RichText, { text: option.text, inline: true }),
        rationale && h("span", { class: "quiet" }, h(RichText, { text: rationale })),
      ),
    );
  }

  /** @param {any} feedback */
  feedback(feedback) {
    return h(
      "div",
      { class: feedback.correct ? "banner feedback-right" : "banner banner-bad", role: "status", "data-testid": "feedback" },
      h("div", null, h("strong", null, feedback.correct ? words.right : words.wrong), feedback.explanation && h(RichText, { text: feedback.explanation })),
    );
  }

  /** @param {any} view */
  savedState(view) {
    const { saving, savedAt } = this.state;
    const said = {
      idle: view.answers.length > 0 ? words.savedCount(view.answers.length) : "",
      saving: words.saving,
      saved: savedAt ? words.saved(savedAt) : "",
      waiting: words.waiting,
    }[/** @type {"idle"} */ (saving)];
    return h(
      "p",
      { class: `saved saved-${saving}`, role: "status", "data-testid": "save-state", "data-state": saving },
      said && h("span", { class: "said" }, h("span", { class: "mark", "aria-hidden": "true" }), said),
      saving === "waiting" &&
        h("button", { type: "button", class: "plain", onClick: () => this.owed && this.send(this.owed, 2) }, words.sendNow),
    );
  }
}
