// @ts-check
// Sign in, and join a class by code.
import { h, Component } from "../lib/preact/preact.module.js";
import { ApiProblem, post } from "../app/api.js";
import { Field, Trouble } from "../app/parts.js";
import { text } from "../messages/messages.js";

/** What both forms do: send once, say what is wrong, keep what was typed. */
class SignInForm extends Component {
  /** @param {any} props */
  constructor(props) {
    super(props);
    this.state = { busy: false, problem: null };
  }

  /** @param {string} path @param {HTMLFormElement} form */
  async send(path, form) {
    if (this.state.busy) {
      return;
    }
    this.setState({ busy: true, problem: null });
    try {
      await post(path, Object.fromEntries(new FormData(form)));
      await this.props.done();
    } catch (problem) {
      this.setState({ busy: false, problem });
    }
  }

  trouble() {
    const { problem } = this.state;
    if (!problem) {
      return null;
    }
    return problem instanceof ApiProblem && problem.slug === "bad-credentials"
      ? h("div", { class: "banner banner-bad", role: "alert", "data-testid": "signin-error" }, h("p", null, text.signin.bad))
      : h(Trouble, { problem, testid: "signin-error" });
  }
}

export class SignIn extends SignInForm {
  render() {
    const { busy, problem } = this.state;
    return h(
      "div",
      { class: "signin", "data-testid": "signin" },
      h("h1", null, text.signin.title),
      h("p", { class: "quiet" }, text.signin.intro),
      this.props.over && !problem && h("div", { class: "banner", role: "status" }, h("p", null, text.signin.over)),
      this.trouble(),
      h(
        "form",
        {
          id: "signin-form",
          class: "card",
          onSubmit: (/** @type {any} */ event) => {
            event.preventDefault();
            this.send("/api/auth/login", event.currentTarget);
          },
        },
        h(Field, {
          id: "email",
          name: "email",
          type: "email",
          label: text.signin.email,
          autocomplete: "username",
          required: true,
          testid: "signin-email",
        }),
        h(Field, {
          id: "password",
          name: "password",
          type: "password",
          label: text.signin.password,
          autocomplete: "current-password",
          required: true,
          testid: "signin-password",
        }),
        h(
          "button",
          { class: "primary wide", type: "submit", disabled: busy, "data-testid": "signin-submit" },
          busy ? text.signin.busy : text.signin.submit,
        ),
      ),
      h("p", null, h("a", { href: "#/join", "data-testid": "to-join" }, text.signin.toJoin)),
      h("p", { class: "quiet", "data-testid": "forgotten" }, text.signin.forgotten),
    );
  }
}

export class Join extends SignInForm {
  render() {
    const { busy } = this.state;
    const join = text.join;
    return h(
      "div",
      { class: "signin", "data-testid": "join" },
      h("h1", null, join.title),
      h("p", { class: "quiet" }, join.intro),
      this.trouble(),
      h(
        "form",
        {
          id: "join-form",
          class: "card",
          onSubmit: (/** @type {any} */ event) => {
            event.preventDefault();
            this.send("/api/auth/join", event.currentTarget);
          },
        },
        h(Field, {
          id: "code",
          name: "code",
          label: join.code,
          autocomplete: "off",
          autocapitalize: "characters",
          spellcheck: false,
          required: true,
          testid: "join-code",
        }),
        h(Field, { id: "name", name: "name", label: join.name, autocomplete: "name", required: true, testid: "join-name" }),
        h(Field, {
          id: "email",
          name: "email",
          type: "email",
          label: join.email,
          autocomplete: "username",
          required: true,
          testid: "join-email",
        }),
        h(Field, {
          id: "password",
          name: "password",
          type: "password",
          label: join.password,
          hint: join.passwordHint,
          autocomplete: "new-password",
          minlength: 8,
          required: true,
          testid: "join-password",
        }),
        h(
          "button",
          { class: "primary wide", type: "submit", disabled: busy, "data-testid": "join-submit" },
          busy ? join.busy : join.submit,
        ),
      ),
      h("p", null, h("a", { href: "#/", "data-testid": "to-signin" }, join.toSignIn)),
    );
  }
}
