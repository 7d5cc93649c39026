// @ts-check
// What the system holds of me: everything in one file, and the end of it.
import { h, Component } from "../lib/preact/preact.module.js";
import { get, keep, remove } from "../app/api.js";
import { Field, Sheet, Trouble } from "../app/parts.js";
import { text } from "../messages/messages.js";

const words = text.data;
const POLL_MILLIS = 1000;
/** Services answer within seconds; after this a person should not have to wait on the page. */
const MOST_POLLS = 60;

export class MyData extends Component {
  /** @param {{me: any, erased: () => void}} props */
  constructor(props) {
    super(props);
    this.path = `/api/accounts/${encodeURIComponent(props.me.account.id)}`;
    this.state = { said: "", busy: false, problem: null };
    this.gone = false;
  }

  componentWillUnmount() {
    this.gone = true;
  }

  async download() {
    this.setState({ busy: true, said: words.collecting, problem: null });
    try {
      let data = await get(`${this.path}/data`);
      for (let n = 0; n < MOST_POLLS && data.outstanding.length > 0 && !this.gone; n++) {
        await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));
        data = await get(`${this.path}/data`);
      }
      if (data.outstanding.length > 0) {
        this.setState({ busy: false, said: words.later(data.outstanding.join(", ")) });
      } else {
        keep(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }), "sextant-data.json");
        this.setState({ busy: false, said: words.downloaded });
      }
    } catch (problem) {
      this.setState({ busy: false, said: "", problem });
    }
  }

  async erase() {
    await remove(this.path);
    this.props.erased();
  }

  render() {
    const { said, busy, problem } = this.state;
    const { account, organisation } = this.props.me;
    return h(
      "div",
      { "data-testid": "my-data" },
      h("h1", null, words.title),
      h("p", null, words.whose(account.name, account.email, organisation.name)),
      h(
        "section",
        { class: "card", "aria-labelledby": "export-title" },
        h("h2", { id: "export-title", class: "offer-title" }, words.exportTitle),
        h("p", null, words.exportText),
        problem && h(Trouble, { problem }),
        h(
          "p",
          { class: "sheet-end" },
          h("button", { type: "button", class: "primary", disabled: busy, "data-testid": "export", onClick: () => this.download() }, words.export),
          h("span", { role: "status", "data-testid": "export-state" }, said),
        ),
      ),
      h(
        "section",
        { "aria-labelledby": "erase-title" },
        h("h2", { id: "erase-title" }, words.eraseTitle),
        account.roles.includes("ORG_ADMIN")
          ? h("p", { class: "card" }, words.eraseAdmin)
          : h(
              "details",
              { class: "card" },
              h("summary", { "data-testid": "erase-open" }, words.erase),
              h("p", null, words.eraseText),
              h(
                Sheet,
                { testid: "erase", submit: words.erase, done: "", send: () => this.erase() },
                h(Field, { id: "erase-email", type: "email", autocomplete: "off", label: words.typeEmail(account.email), required: true, pattern: exactly(account.email), testid: "erase-email" }),
              ),
            ),
      ),
    );
  }
}

/** @param {string} said @returns {string} the pattern of a field that must say just this */
const exactly = (said) => said.replace(/[\^$\\.*+?()[\]{}|/]/g, "\\$&");
