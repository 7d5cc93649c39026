// @ts-check
// A roster file: looked at first, then taken; what is wrong is said row by row.
import { h, Component } from "../lib/preact/preact.module.js";
import { download, get, upload } from "../app/api.js";
import { Trouble } from "../app/parts.js";
import { text } from "../messages/messages.js";

const words = text.classes;
const POLL_MILLIS = 300;

export class Roster extends Component {
  /** @param {{path: string, changed: () => void}} props */
  constructor(props) {
    super(props);
    this.state = { file: null, job: null, busy: false, problem: null };
    this.gone = false;
  }

  componentWillUnmount() {
    this.gone = true;
  }

  /** @param {File} file @param {boolean} dryRun */
  async send(file, dryRun) {
    this.setState({ file, busy: true, problem: null, job: null });
    try {
      const type = file.name.toLowerCase().endsWith(".zip") ? "application/zip" : "text/csv";
      let job = await upload(`${this.props.path}/roster?dryRun=${dryRun}`, new Blob([file], { type }), type);
      while (!this.gone && job.state === "RUNNING") {
        await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));
        job = await get(`/api/jobs/${encodeURIComponent(job.id)}`);
      }
      this.setState({ job, busy: false });
      if (!dryRun) {
        this.props.changed();
      }
    } catch (problem) {
      this.setState({ busy: false, problem });
    }
  }

  render() {
    const { file, job, busy, problem } = this.state;
    return h(
      "section",
      { "data-testid": "roster" },
      h("h2", null, words.roster),
      h(
        "div",
        { class: "card" },
        h("label", { for: "roster-file" }, words.rosterFile),
        h("input", {
          id: "roster-file",
          type: "file",
          accept: ".csv,.zip,text/csv,application/zip",
          "data-testid": "roster-file",
          onChange: (/** @type {any} */ e) => e.currentTarget.files[0] && this.send(e.currentTarget.files[0], true),
        }),
        h("p", { role: "status" }, busy ? text.app.loading : ""),
        problem && h(Trouble, { problem }),
        job && h(Report, { job }),
        job &&
          h(
            "p",
            { class: "sheet-end" },
            job.dryRun &&
              h("button", { type: "button", class: "primary", disabled: busy || job.changed + job.removed === 0, "data-testid": "roster-take", onClick: () => this.send(file, false) }, words.take),
            h("button", { type: "button", onClick: () => download(`/api/jobs/${encodeURIComponent(job.id)}/report`, "roster-report.csv") }, words.report),
          ),
      ),
    );
  }
}

/** @param {{job: any}} props */
function Report({ job }) {
  return h(
    "div",
    { role: "status", "data-testid": "roster-report" },
    h("p", null, h("strong", null, (job.dryRun ? words.preview : words.taken)(job.changed, job.removed, job.total - job.changed - job.errorCount, job.errorCount))),
    job.errors.length > 0 &&
      h(
        "div",
        { class: "wide-table", tabindex: 0, role: "region", "aria-label": words.fault },
        h(
          "table",
          { class: "plain-table" },
          h("thead", null, h("tr", null, h("th", { scope: "col" }, words.line), h("th", { scope: "col" }, words.column), h("th", { scope: "col" }, words.fault))),
          h(
            "tbody",
            null,
            job.errors.map((/** @type {any} */ e, /** @type {number} */ n) => h("tr", { key: n }, h("td", null, e.line), h("td", null, e.column), h("td", null, e.message))),
          ),
        ),
      ),
  );
}
