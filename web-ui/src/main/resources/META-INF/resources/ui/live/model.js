// @ts-check
// Who sits now, what needs a look first, and which of thousands of tiles are in sight.

/**
 * @typedef {{sessionId: string, learnerId: string, assignmentId: string | null, examId: string, state: string, position: number,
 *   deadline: string | null, lastSeenAt: string, signals: number, seatTaken: number}} Sitting
 * @typedef {"AWAY" | "SEAT" | "SIGNALS"} Incident
 * @typedef {{sitting: Sitting, name: string, incidents: Incident[]}} Tile
 */

/** The player asks at least every 30 s: who missed two of those is away. */
export const AWAY_MILLIS = 70_000;

/** @param {Sitting} sitting @param {number} now by the server's clock @returns {Incident[]} */
export function incidentsOf(sitting, now) {
  const live = sitting.state === "IN_PROGRESS";
  return [
    .../** @type {Incident[]} */ (live && now - Date.parse(sitting.lastSeenAt) > AWAY_MILLIS ? ["AWAY"] : []),
    .../** @type {Incident[]} */ (sitting.seatTaken > 1 ? ["SEAT"] : []),
    .../** @type {Incident[]} */ (sitting.signals > 0 ? ["SIGNALS"] : []),
  ];
}

/**
 * Who sits now first, of these who has the most incidents first; then by name, so that tiles keep their places.
 *
 * @param {Iterable<Sitting>} sittings
 * @param {Map<string, string>} names by account
 * @param {number} now
 * @returns {Tile[]}
 */
export function tilesOf(sittings, names, now) {
  const rank = (/** @type {Tile} */ { sitting, incidents }) =>
    (sitting.state === "IN_PROGRESS" ? 0 : 10) - (incidents.includes("AWAY") ? 4 : 0) - incidents.length;
  return [...sittings]
    .map((sitting) => ({ sitting, name: names.get(sitting.learnerId) ?? "", incidents: incidentsOf(sitting, now) }))
    .sort((a, b) => rank(a) - rank(b) || order(a.name, b.name) || order(a.sitting.sessionId, b.sitting.sessionId));
}

/** Plain comparison: a collator is a hundred times slower, and this runs over thousands once a second. @param {string} a @param {string} b */
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * @param {Tile[]} tiles
 * @param {{show: string, wanted: string}} filter `show` is `ALL`, `INCIDENTS`, `IN_PROGRESS` or `OVER`
 */
export function narrowed(tiles, { show, wanted }) {
  const name = wanted.trim().toLowerCase();
  return tiles.filter(({ sitting, name: own, incidents }) => {
    const live = sitting.state === "IN_PROGRESS";
    const fits = show === "ALL" || (show === "INCIDENTS" ? incidents.length > 0 : live === (show === "IN_PROGRESS"));
    return fits && own.toLowerCase().includes(name);
  });
}

/**
 * Which tiles stand in sight, with one row more on either side.
 *
 * @param {{top: number, height: number, row: number, columns: number, total: number}} view pixels from the top of the list
 * @returns {{from: number, to: number, offset: number, whole: number}} tiles from–to, drawn `offset` pixels down a list `whole` pixels high
 */
export function inSight({ top, height, row, columns, total }) {
  const rows = Math.ceil(total / columns);
  const first = Math.max(0, Math.min(rows - 1, Math.floor(top / row) - 1));
  const last = Math.min(rows, Math.ceil((top + height) / row) + 1);
  return { from: first * columns, to: Math.min(total, Math.max(last, first + 1) * columns), offset: first * row, whole: rows * row };
}
