// @ts-check
// Sets a password by a link that an administrator handed out.
import { h, Component } from "../lib/preact/preact.module.js";
import { ApiProblem, post } from "../app/api.js";
import { Field, Trouble } from "../app/parts.js";
import { text } from "../messages/messages.js";

const words = text.password;

export class Password extends Component {
  /** @param {{token: string}} props */
  constructor(props) {
    super(props);
    this.state = { busy: false, done: false, problem: null };
  }

  /** @param {HTMLFormElement} form */
  async send(form) {
    this.setState({ busy: true, problem: null });
    try {
      const password = String(new FormData(form).get("password"));
      await post("/api/auth/password", { token: this.props.token, password });
      this.setState({ busy: false, done: true });
    } catch (problem) {
      this.setState({ busy: false, problem });
    }
  }

  render() {
    const { busy, done, problem } = this.state;
    if (done) {
      return h(
        "div",
        { class: "signin", "data-testid": "password-done" },
        h("h1", null, words.title),
        h("p", { role: "status" }, words.done),
        h("a", { class: "button primary", href: "#/" }, words.toSignIn),
      );
    }
    const invalid = problem instanceof ApiProblem && problem.slug === "link-invalid";
    return h(
      "div",
      { class: "signin", "data-testid": "password" },
      h("h1", null, words.title),
      h("p", { class: "quiet" }, words.intro),
      invalid
        ? h("div", { class: "banner banner-bad", role: "alert", "data-testid": "link-invalid" }, h("p", null, words.invalid))
        : problem && h(Trouble, { problem }),
      h(
        "form",
        {
          class: "card",
          onSubmit: (/** @type {any} */ event) => {
            event.preventDefault();
            this.send(event.currentTarget);
          },
        },
        h(Field, {
          id: "new-password",
          name: "password",
          type: "password",
          label: words.password,
          hint: text.join.passwordHint,
          autocomplete: "new-password",
          minlength: 8,
          required: true,
          testid: "new-password",
        }),
        h("button", { class: "primary wide", type: "submit", disabled: busy, "data-testid": "password-submit" }, words.submit),
      ),
    );
  }
}
