// @ts-check
// The class's heat map as a table: names from the members, tiles from mastery.

/**
 * How sure a tile is, by its standard deviation in logits: the population's own is 1, so above 0.8
 * little more is known than that somebody belongs to it.
 *
 * @param {number} standardDeviation
 * @returns {"sure" | "fair" | "unsure"}
 */
export function sureness(standardDeviation) {
  return standardDeviation <= 0.5 ? "sure" : standardDeviation <= 0.8 ? "fair" : "unsure";
}

/**
 * @param {any} mastery what analytics says of the class
 * @param {any[]} members what class-service says of it
 * @param {{id: string, title: string}[]} domains in the course's order
 * @returns {{domains: {id: string, title: string}[], rows: {learnerId: string, name: string,
 *   cells: (any | null)[]}[]}} learners by name; those without an answer have empty tiles
 */
export function heatMap(mastery, members, domains) {
  const columns =
    domains.length > 0
      ? domains
      : mastery.domains.map((/** @type {any} */ d) => ({ id: d.domainId, title: d.title }));
  const names = new Map(members.map((m) => [idOf(m), m.name ?? m.email ?? ""]));
  const measured = new Map(mastery.learners.map((/** @type {any} */ row) => [row.learnerId, row]));
  const learners = new Set([
    ...members.filter((m) => (m.role ?? "LEARNER") === "LEARNER").map(idOf),
    ...measured.keys(),
  ]);
  const rows = [...learners].map((learnerId) => {
    const tiles = measured.get(learnerId)?.domains ?? [];
    const answered = tiles.some((/** @type {any} */ cell) => cell.answered > 0);
    return {
      learnerId,
      name: names.get(learnerId) ?? "",
      cells: columns.map(
        (/** @type {{id: string}} */ column) =>
          (answered && tiles.find((/** @type {any} */ cell) => cell.domainId === column.id)) || null,
      ),
    };
  });
  return { domains: columns, rows: rows.sort((a, b) => a.name.localeCompare(b.name)) };
}

/**
 * The class's CSV with the learners' names in front: the service that makes it knows ids alone.
 * A name that a spreadsheet would take for a formula is marked as text.
 *
 * @param {string} csv its first line the header, each other one beginning with a learner's id
 * @param {any[]} members
 * @param {string} title of the new column
 */
export function named(csv, members, title) {
  const names = new Map(members.map((m) => [idOf(m), m.name ?? ""]));
  return csv.replace(/^([^,\r\n]+),/gm, (start, id, at) => {
    const name = at === 0 ? title : names.get(id) ?? "";
    return `"${(/^[=+\-@\t\r]/.test(name) ? `'${name}` : name).replaceAll('"', '""')}",${start}`;
  });
}

/** @param {any} member */
function idOf(member) {
  return member.accountId ?? member.id;
}

/**
 * How many learners stand where, as columns of a drawing that is 100 wide and high.
 *
 * @param {{from: number, to: number, learners: number}[]} bins lowest first, without gaps
 * @param {number} cut in logits
 */
export function columns(bins, cut) {
  const [low, high] = [bins.at(0)?.from ?? 0, bins.at(-1)?.to ?? 0];
  const place = (/** @type {number} */ ability) => (100 * (Math.max(low, Math.min(high, ability)) - low)) / (high - low);
  const most = Math.max(1, ...bins.map((bin) => bin.learners));
  return {
    cut: place(cut),
    columns: bins
      .filter((bin) => bin.learners > 0)
      .map((bin) => ({ x: place(bin.from), width: place(bin.to) - place(bin.from), height: (100 * bin.learners) / most, above: bin.from >= cut })),
  };
}

const LEVELS = ["NOVICE", "DEVELOPING", "PROFICIENT", "MASTERED"];

/**
 * The levels of a domain as parts of one bar, lowest first.
 *
 * @param {Record<string, number>} levels how many stand at each
 * @returns {{level: string, n: number, from: number, share: number}[]} places in per cent
 */
export function spread(levels) {
  const all = LEVELS.reduce((sum, level) => sum + (levels[level] ?? 0), 0);
  let from = 0;
  return LEVELS.filter((level) => (levels[level] ?? 0) > 0).map((level) => {
    const n = levels[level] ?? 0;
    const part = { level, n, from, share: (100 * n) / all };
    from += part.share;
    return part;
  });
}
