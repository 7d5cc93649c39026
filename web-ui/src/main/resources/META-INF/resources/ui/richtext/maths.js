// @ts-check
// Finds TeX in text: $…$, $$…$$, \(…\) and \[…\]. A dollar that opens nothing is a dollar: as in
// Pandoc, the opening one is followed and the closing one preceded by no space, and no digit comes
// after the closing one, so that "$5 and $10" stays as it is.

const FORMS = [
  { form: /^\$\$([\s\S]+?)\$\$/, display: true },
  { form: /^\\\[([\s\S]+?)\\\]/, display: true },
  { form: /^\\\(([\s\S]+?)\\\)/, display: false },
  { form: /^\$((?!\s)(?:\\[\s\S]|[^$\\\n])*?(?:\\[\s\S]|[^$\\\s]))\$(?!\d)/, display: false },
];

/**
 * @param {string} source
 * @returns {{raw: string, tex: string, display: boolean} | null} the formula that stands at the start
 */
export function mathAt(source) {
  for (const { form, display } of FORMS) {
    const found = form.exec(source);
    if (found) {
      return { raw: found[0], tex: (found[1] ?? "").trim(), display };
    }
  }
  return null;
}
