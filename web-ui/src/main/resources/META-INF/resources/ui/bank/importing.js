// @ts-check
// Questions out of a file: each row becomes a draft, or says what keeps it out.
//
// Takes the spreadsheet of Udemy's practice tests (17 columns, and on wish `Topic` and `Difficulty`), and JSON
// in the shape that the API reads. Nothing is written here.

/**
 * @typedef {{line: number, column: string, message: string}} RowError
 * @typedef {{line: number, draft: import("./draft.js").Draft}} Row
 * @typedef {{rows: Row[], errors: RowError[]}} Imported
 * @typedef {typeof import("../messages/en.js").text.importing} Words
 * @typedef {{id: string, domains: {id: string, title: string, topics: {id: string, title: string}[]}[]}} Course
 */

const MOST_OPTIONS = 10;
const LEAST_OPTIONS = 2;
const DIFFICULTIES = ["EASY", "MEDIUM", "HARD"];

/**
 * The rows of a CSV file by RFC 4180, each with the line it begins on.
 *
 * @param {string} csv
 * @returns {{rows: {line: number, cells: string[]}[], open: number}} `open` is the line of a quote that never closes, or 0
 */
export function rowsOf(csv) {
  const rows = [];
  const text = csv.replace(/^\uFEFF/, "");
  /** @type {string[]} */
  let cells = [];
  let cell = "";
  let quoted = false;
  let [line, began, opened] = [1, 1, 0];
  const end = () => {
    cells.push(cell);
    if (cells.some((one) => one.trim() !== "")) {
      rows.push({ line: began, cells });
    }
    [cells, cell, began] = [[], "", line];
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    line += sign === "\n" ? 1 : 0;
    if (quoted && sign === '"' && text[at + 1] === '"') {
      cell += '"';
      at++;
    } else if (sign === '"' && (quoted || cell === "")) {
      quoted = !quoted;
      opened = line;
    } else if (quoted) {
      cell += sign;
    } else if (sign === ",") {
      cells.push(cell);
      cell = "";
    } else if (sign === "\n") {
      end();
    } else if (sign !== "\r") {
      cell += sign;
    }
  }
  end();
  return { rows, open: quoted ? opened : 0 };
}

/** @param {string} name @returns {string} as columns are compared: letters and digits alone */
const plain = (name) => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/**
 * @param {string} csv
 * @param {Course} course
 * @param {Words} words
 * @returns {Imported}
 */
export function fromCsv(csv, course, words) {
  const { rows, open } = rowsOf(csv);
  const [head, ...body] = rows;
  const columns = new Map((head?.cells ?? []).map((name, n) => [plain(name), n]));
  const missing = ["question", "answeroption1", "answeroption2", "correctanswers"].filter((name) => !columns.has(name));
  if (open > 0 || missing.length > 0) {
    const message = open > 0 ? words.openQuote : words.noColumns(missing.join(", "));
    return { rows: [], errors: [{ line: open || 1, column: "", message }] };
  }
  return gathered(
    body.map(({ line, cells }) => {
      const cell = (/** @type {string} */ name) => (cells[columns.get(name) ?? -1] ?? "").trim();
      return { line, ...ofCells(cell, course, words) };
    }),
  );
}

/**
 * @param {(name: string) => string} cell
 * @param {Course} course
 * @param {Words} words
 */
function ofCells(cell, course, words) {
  const faults = faultList();
  const options = [];
  for (let n = 1; n <= MOST_OPTIONS; n++) {
    const [said, rationale] = [cell(`answeroption${n}`), cell(`explanation${n}`)];
    if (said !== "") {
      if (n !== options.length + 1) {
        faults.add(`answeroption${n}`, words.gap);
      }
      options.push({ id: null, text: said, correct: cell("correctanswers") === String(n), rationale });
    } else if (rationale !== "") {
      faults.add(`explanation${n}`, words.explainsNothing);
    }
  }
  const domain = named(course.domains, cell("domain")) ?? (cell("domain") === "" ? course.domains[0] : undefined);
  const topic = named(domain?.topics ?? [], cell("topic")) ?? (cell("topic") === "" ? domain?.topics[0] : undefined);
  if (!domain) {
    faults.add("domain", words.noDomain(cell("domain")));
  } else if (!topic) {
    faults.add("topic", words.noTopic(cell("topic")));
  }
  return checked(
    {
      courseId: course.id,
      domainId: domain?.id ?? "",
      topics: topic ? [topic.id] : [],
      difficulty: cell("difficulty").toUpperCase() || "MEDIUM",
      level: null,
      stem: cell("question"),
      options,
      explanation: cell("overallexplanation"),
      source: null,
      enemies: [],
    },
    faults,
    words,
  );
}

/**
 * @param {string} json
 * @param {Course} course
 * @param {Words} words
 * @returns {Imported} the line of a question is its number in the list
 */
export function fromJson(json, course, words) {
  let read;
  try {
    read = JSON.parse(json);
  } catch {
    return { rows: [], errors: [{ line: 1, column: "", message: words.noJson }] };
  }
  const list = Array.isArray(read) ? read : read?.items;
  if (!Array.isArray(list)) {
    return { rows: [], errors: [{ line: 1, column: "", message: words.noList }] };
  }
  return gathered(
    list.map((one, n) => {
      const faults = faultList();
      const domain = course.domains.find((each) => each.id === one?.domainId);
      const topics = Array.isArray(one?.topics) ? one.topics : [];
      if (!domain) {
        faults.add("domainId", words.noDomain(String(one?.domainId ?? "")));
      } else if (topics.length === 0 || topics.some((/** @type {string} */ id) => !domain.topics.some((each) => each.id === id))) {
        faults.add("topics", words.noTopic(topics.join(", ")));
      }
      const options = (Array.isArray(one?.options) ? one.options : []).map((/** @type {any} */ option) => ({
        id: null,
        text: String(option?.text ?? ""),
        correct: option?.correct === true,
        rationale: String(option?.rationale ?? ""),
      }));
      const draft = {
        courseId: course.id,
        domainId: domain?.id ?? "",
        topics,
        difficulty: one?.difficulty ?? "MEDIUM",
        level: one?.level ?? null,
        stem: String(one?.stem ?? ""),
        options,
        explanation: String(one?.explanation ?? ""),
        source: one?.source ?? null,
        enemies: [],
      };
      return { line: n + 1, ...checked(draft, faults, words) };
    }),
  );
}

/**
 * @param {import("./draft.js").Draft} draft
 * @param {ReturnType<typeof faultList>} faults
 * @param {Words} words
 */
function checked(draft, faults, words) {
  const { options, stem, difficulty } = draft;
  if (stem === "") {
    faults.add("question", words.noStem);
  }
  if (options.length < LEAST_OPTIONS || options.length > MOST_OPTIONS) {
    faults.add("options", words.optionCount(LEAST_OPTIONS, MOST_OPTIONS, options.length));
  }
  if (options.some((option) => option.text === "")) {
    faults.add("options", words.emptyOption);
  }
  if (new Set(options.map((option) => option.text)).size < options.length) {
    faults.add("options", words.sameOption);
  }
  if (options.filter((option) => option.correct).length !== 1) {
    faults.add("correctanswers", words.oneKey);
  }
  if (!DIFFICULTIES.includes(difficulty)) {
    faults.add("difficulty", words.noDifficulty(DIFFICULTIES.join(", ")));
  }
  return { draft, faults: faults.all };
}

function faultList() {
  /** @type {{column: string, message: string}[]} */
  const all = [];
  return { all, add: (/** @type {string} */ column, /** @type {string} */ message) => all.push({ column, message }) };
}

/** @param {{id: string, title: string}[]} list @param {string} name an id or a title */
function named(list, name) {
  const wanted = plain(name);
  return wanted === "" ? undefined : list.find((one) => plain(one.id) === wanted || plain(one.title) === wanted);
}

/** @param {{line: number, draft: import("./draft.js").Draft, faults: {column: string, message: string}[]}[]} read @returns {Imported} */
function gathered(read) {
  return {
    rows: read.filter(({ faults }) => faults.length === 0).map(({ line, draft }) => ({ line, draft })),
    errors: read.flatMap(({ line, faults }) => faults.map((fault) => ({ line, ...fault }))),
  };
}

/**
 * The same question gets the same key each time its file is read, so that bringing it twice changes nothing.
 *
 * FNV-1a, from two offsets: 64 bits. Two questions with one key are refused by the service, never mixed up.
 *
 * @param {import("./draft.js").Draft} draft
 */
export function keyOf(draft) {
  const said = JSON.stringify(draft);
  return `import-${[0x811c9dc5, 0x01000193].map((offset) => fnv(said, offset)).join("")}`;
}

/** @param {string} said @param {number} offset */
function fnv(said, offset) {
  let hash = offset;
  for (let at = 0; at < said.length; at++) {
    hash = Math.imul(hash ^ said.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
