// @ts-check
// Shows CommonMark with code blocks and TeX maths. HTML in it is shown as text, never executed.
import { h, Component } from "../lib/preact/preact.module.js";
import { Marked } from "../lib/marked/marked.esm.js";
import DOMPurify from "../lib/dompurify/purify.es.mjs";
import katex from "../lib/katex/katex.mjs";
import { mathAt } from "./maths.js";

/** @param {string} raw */
const escaped = (raw) =>
  raw.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** @param {{tex: string, display: boolean}} token */
const placeholder = (token) =>
  `<span class="tex" data-display="${token.display}">${escaped(token.tex)}</span>`;

const marked = new Marked({
  gfm: true,
  renderer: {
    html: (/** @type {{text: string}} */ token) => escaped(token.text),
    image: (/** @type {{text: string}} */ token) => escaped(token.text),
  },
  extensions: [
    {
      name: "maths",
      level: "inline",
      start: (/** @type {string} */ source) => {
        const at = source.search(/\$|\\\(|\\\[/);
        return at < 0 ? undefined : at;
      },
      tokenizer: (/** @type {string} */ source) => {
        const found = mathAt(source);
        return found ? { type: "maths", raw: found.raw, tex: found.tex, display: found.display } : undefined;
      },
      renderer: (/** @type {any} */ token) => placeholder(token),
    },
  ],
});

const ALLOWED = {
  ALLOWED_TAGS:
    "p br strong em del code pre ul ol li blockquote hr table thead tbody tr th td span a sup sub h1 h2 h3 h4 h5 h6".split(" "),
  ALLOWED_ATTR: ["class", "href", "start", "data-display"],
  ADD_URI_SAFE_ATTR: ["start", "data-display"],
  ALLOW_DATA_ATTR: false,
  ALLOWED_URI_REGEXP: /^https?:/i,
  RETURN_DOM_FRAGMENT: true,
};

/** One piece of text. `inline` leaves out the paragraph's own distance. */
export class RichText extends Component {
  /** @param {{text: string, inline?: boolean}} props */
  constructor(props) {
    super(props);
    /** @type {HTMLElement | null} */
    this.box = null;
    this.keep = (/** @type {HTMLElement | null} */ box) => {
      this.box = box;
    };
    this.sizes = new ResizeObserver(() => this.reach());
  }

  componentDidMount() {
    this.show();
    if (this.box) {
      this.sizes.observe(this.box);
      // Formulas are wider or narrower once their letters are there.
      document.fonts.ready.then(() => this.reach());
    }
  }

  componentWillUnmount() {
    this.sizes.disconnect();
  }

  /** @param {{text: string}} next */
  shouldComponentUpdate(next) {
    return next.text !== this.props.text;
  }

  componentDidUpdate() {
    this.show();
  }

  show() {
    if (!this.box) {
      return;
    }
    const html = marked.parse(this.props.text ?? "", { async: false });
    const fragment = DOMPurify.sanitize(html, ALLOWED);
    for (const span of fragment.querySelectorAll("span.tex")) {
      // Rendered into nodes, not into HTML: the page's policy forbids style attributes in HTML.
      katex.render(span.textContent ?? "", span, {
        displayMode: span.getAttribute("data-display") === "true",
        throwOnError: false,
        trust: false,
        maxExpand: 200,
        maxSize: 20,
      });
    }
    for (const block of fragment.querySelectorAll("pre, table, .katex-display")) {
      block.setAttribute("tabindex", "0");
    }
    for (const link of fragment.querySelectorAll("a")) {
      link.setAttribute("rel", "noopener noreferrer");
      link.setAttribute("target", "_blank");
    }
    this.box.replaceChildren(fragment);
    this.reach();
  }

  /** What scrolls, because a formula is wider than its box, is scrolled by keyboard too. */
  reach() {
    const box = this.box;
    if (box && box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
    } else {
      box?.removeAttribute("tabindex");
    }
  }

  render() {
    return h("div", { ref: this.keep, class: this.props.inline ? "rich rich-inline" : "rich" });
  }
}
