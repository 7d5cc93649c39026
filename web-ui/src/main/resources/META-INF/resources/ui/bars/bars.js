// @ts-check
// Domains as bars: where an ability lies, how sure that is, and where the mark stands.
import { h } from "../lib/preact/preact.module.js";
import { bar } from "./model.js";
import { text } from "../messages/messages.js";

const words = text.result;
const KINDS = { ABOVE: "good", NEAR: "warn", BELOW: "bad" };

/** @param {{domains: import("./model.js").Domain[], label: string}} props */
export function DomainBars({ domains, label }) {
  return h(
    "ul",
    { class: "domains", "aria-label": label },
    domains.map((domain) => h(DomainBar, { key: domain.domainId, domain })),
  );
}

/** @param {{domain: import("./model.js").Domain}} props */
function DomainBar({ domain }) {
  const { low, length, dot, cut, verdict } = bar(domain);
  const said = words.verdict[verdict];
  const kind = KINDS[verdict];
  const answered =
    domain.score === undefined ? text.mastery.answered(domain.answered) : words.answered(domain.score, domain.answered);
  return h(
    "li",
    { class: "domain", "data-testid": `domain-${domain.domainId}` },
    h("div", { class: "domain-head" }, h("h3", null, domain.title), h("span", { class: `tag tag-${kind}` }, said)),
    h(
      "svg",
      {
        class: `bar bar-${kind}`,
        role: "img",
        "aria-label": words.band(domain.title, said, domain.mastery, domain.interval.confidence),
      },
      h("rect", { class: "bar-ground", x: 0, y: 10, width: "100%", height: 8, rx: 4 }),
      h("rect", { class: "bar-band", x: `${low}%`, y: 8, width: `${length}%`, height: 12, rx: 6 }),
      h("line", { class: "bar-cut", x1: `${cut}%`, x2: `${cut}%`, y1: 2, y2: 26 }),
      h("circle", { class: "bar-dot", cx: `${dot}%`, cy: 14, r: 7 }),
    ),
    h("p", { class: "quiet" }, [words.mastery(domain.mastery), words.level[domain.level], answered].join(" · ")),
  );
}
