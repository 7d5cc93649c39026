// @ts-check
// Small parts that every screen uses.
import { Component, h } from "../lib/preact/preact.module.js";
import { ApiProblem } from "./api.js";
import { text } from "../messages/messages.js";

/**
 * What a person reads when a call failed.
 *
 * @param {unknown} problem
 * @returns {string}
 */
export function words(problem) {
  if (!(problem instanceof ApiProblem)) {
    return text.app.unexpected;
  }
  if (problem.status === 0) {
    return text.app.offline;
  }
  if (problem.errors.length > 0) {
    return problem.errors
      .map((e) => `${e.pointer.replace(/^\//, "")}: ${e.message}`)
      .join("; ");
  }
  if (problem.status === 429 || problem.status === 503 || problem.status === 504) {
    return text.app.busy;
  }
  return problem.status >= 500 ? text.app.unexpected : problem.detail || text.app.unexpected;
}

/** @param {{problem: unknown, retry?: () => void, testid?: string}} props */
export function Trouble({ problem, retry, testid = "trouble" }) {
  const reference = problem instanceof ApiProblem ? problem.requestId : "";
  return h(
    "div",
    { class: "banner banner-bad", role: "alert", "data-testid": testid },
    h("p", null, words(problem)),
    reference && h("p", { class: "quiet" }, text.app.reference(reference)),
    retry && h("button", { type: "button", onClick: retry }, text.app.tryAgain),
  );
}

/** @param {{label?: string}} props */
export function Loading({ label = text.app.loading }) {
  return h("p", { class: "loading", role: "status" }, h("span", { class: "spinner", "aria-hidden": "true" }), label);
}

/** A screen that is fetched when it is opened, with the properties it is to have. */
export class Later extends Component {
  /** @param {{screen: () => Promise<any>} & Record<string, any>} props */
  constructor(props) {
    super(props);
    this.state = { of: null, screen: null, failed: false };
  }

  componentDidMount() {
    this.load();
  }

  componentDidUpdate() {
    if (this.state.of !== this.props.screen) {
      this.load();
    }
  }

  load() {
    const { screen: of } = this.props;
    this.setState({ of, screen: null, failed: false });
    of().then(
      (screen) => this.state.of === of && this.setState({ screen }),
      () => this.state.of === of && this.setState({ failed: true }),
    );
  }

  render() {
    const { screen: _, ...props } = this.props;
    const { of, screen, failed } = this.state;
    if (failed) {
      return h(Trouble, { problem: new ApiProblem(0, {}, 0), retry: () => this.load() });
    }
    return screen && of === this.props.screen ? h(screen, props) : h(Loading, {});
  }
}

/**
 * @param {{id: string, label: string, hint?: string, testid: string} & Record<string, any>} props
 */
export function Field({ id, label, hint, testid, ...input }) {
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    h("input", {
      id,
      "data-testid": testid,
      "aria-describedby": hint ? `${id}-hint` : undefined,
      ...input,
    }),
    hint && h("p", { id: `${id}-hint`, class: "quiet" }, hint),
  );
}

/**
 * @param {{id: string, label: string, hint?: string, testid: string, value: string,
 *   options: [string, string][]} & Record<string, any>} props options as value and label
 */
export function Choice({ id, label, testid, value, options, ...select }) {
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    h(
      "select",
      { id, "data-testid": testid, value, ...select },
      options.map(([each, said]) => h("option", { key: each, value: each, selected: each === value }, said)),
    ),
  );
}

/**
 * A field of several lines.
 *
 * @param {{id: string, label: string, testid?: string, hint?: string, change?: (value: string) => void} & Record<string, any>} props
 */
export function Long({ id, label, testid = id, hint, change, ...area }) {
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    h("textarea", { id, "data-testid": testid, "aria-describedby": hint ? `${id}-hint` : undefined, onInput: (/** @type {any} */ e) => change?.(e.currentTarget.value), ...area }),
    hint && h("p", { id: `${id}-hint`, class: "quiet" }, hint),
  );
}

/** A form that sends once at a time, says what is wrong, and keeps what was typed. */
export class Sheet extends Component {
  /** @param {{send: (data: FormData) => Promise<any>, submit: string, testid: string, done?: string, disabled?: boolean, children?: any}} props */
  constructor(props) {
    super(props);
    this.state = { busy: false, problem: null, done: false };
  }

  /** @param {HTMLFormElement} form */
  async send(form) {
    if (this.state.busy) {
      return;
    }
    this.setState({ busy: true, problem: null, done: false });
    try {
      await this.props.send(new FormData(form));
      this.setState({ busy: false, done: true });
    } catch (problem) {
      this.setState({ busy: false, problem });
    }
  }

  render() {
    const { submit, testid, children, disabled = false, done: said = text.app.saved } = this.props;
    const { busy, problem, done } = this.state;
    return h(
      "form",
      {
        class: "sheet",
        "data-testid": testid,
        onSubmit: (/** @type {any} */ event) => {
          event.preventDefault();
          this.send(event.currentTarget);
        },
      },
      children,
      problem && h(Trouble, { problem, testid: `${testid}-trouble` }),
      h(
        "p",
        { class: "sheet-end" },
        h("button", { type: "submit", class: "primary", disabled: busy || disabled, "data-testid": `${testid}-submit` }, busy ? text.app.saving : submit),
        h("span", { role: "status" }, done ? said : ""),
      ),
    );
  }
}

export const LETTERS = "ABCDEFGHIJ";
