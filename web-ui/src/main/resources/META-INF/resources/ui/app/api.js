// @ts-check
// Speaks to the gateway's /api: JSON in, JSON out, problems as exceptions, one quiet renewal of the
// sign-in. It never repeats a write by itself; whoever calls knows what is safe twice.

/** A refusal by the server, or no server at all (`status` 0). */
export class ApiProblem extends Error {
  /**
   * @param {number} status
   * @param {{type?: string, title?: string, detail?: string, requestId?: string,
   *   errors?: {pointer: string, message: string}[]}} body
   * @param {number} retryAfter seconds; 0 when not said
   */
  constructor(status, body, retryAfter) {
    super(body.detail ?? body.title ?? `status ${status}`);
    this.status = status;
    this.slug = (body.type ?? "").replace("/problems/", "");
    this.detail = body.detail ?? body.title ?? "";
    this.errors = body.errors ?? [];
    this.requestId = body.requestId ?? "";
    this.retryAfter = retryAfter;
  }

  /** Nobody answered, or nobody who could: the same call may go well later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** How far the server's clock is ahead of this device's, in milliseconds. */
let ahead = 0;

/** The time by the server's clock, to the second. */
export const serverNow = () => Date.now() + ahead;

/** @type {Promise<boolean> | null} */
let renewal = null;

/** @type {() => void} */
let whenSignedOut = () => {};

/** @param {() => void} listener called when the sign-in cannot be renewed */
export function onSignedOut(listener) {
  whenSignedOut = listener;
}

/** @param {string} path @param {{timeout?: number}} [options] */
export const get = (path, options) => call("GET", path, undefined, options);

/** @param {string} path @param {unknown} [body] @param {{timeout?: number, headers?: Record<string, string>}} [options] */
export const post = (path, body = {}, options) => call("POST", path, body, options);

/** @param {string} path @param {unknown} body @param {{timeout?: number, headers?: Record<string, string>}} [options] */
export const put = (path, body, options) => call("PUT", path, body, options);

/** @param {string} path */
export const remove = (path) => call("DELETE", path, undefined, {});

/**
 * Something that can be edited, with the tag that says which state of it was read.
 *
 * @param {string} path
 * @returns {Promise<{body: any, tag: string}>}
 */
export async function getTagged(path) {
  const reply = await asked("GET", path, undefined, {});
  return { body: await bodyOf(reply), tag: reply.headers.get("ETag") ?? "" };
}

/** @param {string} path @param {unknown} body @param {string} tag @returns {Promise<any>} 412 when somebody was faster */
export const putTagged = (path, body, tag) => call("PUT", path, body, { headers: { "If-Match": tag } });

/** @param {string} path @param {Blob} file @param {string} type @returns {Promise<any>} */
export const upload = (path, file, type) => call("POST", path, file, { headers: { "Content-Type": type }, timeout: 60_000 });

/** @param {string} path @param {unknown} body @param {string} tag @returns {Promise<any>} 412 when somebody was faster */
export const patchTagged = (path, body, tag) => call("PATCH", path, body, { headers: { "If-Match": tag } });

/** @param {string} path @param {string} name the spreadsheet's on this device @param {(csv: string) => string} change */
export async function download(path, name, change = (csv) => csv) {
  const reply = await asked("GET", path, undefined, { headers: { Accept: "text/csv, application/problem+json" } });
  keep(new Blob([change(await reply.text())], { type: "text/csv;charset=utf-8" }), name);
}

/** @param {Blob} file @param {string} name the file's on this device */
export function keep(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/**
 * All pages of a list.
 *
 * @param {string} path
 * @returns {Promise<any[]>}
 */
export async function every(path) {
  const all = [];
  const joint = path.includes("?") ? "&" : "?";
  let cursor = null;
  do {
    const page = await get(`${path}${joint}limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return all;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} body
 * @param {{timeout?: number, headers?: Record<string, string>}} [options]
 * @returns {Promise<any>}
 */
async function call(method, path, body, options = {}) {
  return bodyOf(await asked(method, path, body, options));
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} body
 * @param {{timeout?: number, headers?: Record<string, string>}} options
 */
async function asked(method, path, body, options) {
  let reply = await send(method, path, body, options);
  if (reply.status === 401 && !path.startsWith("/api/auth/")) {
    if (await renewed()) {
      reply = await send(method, path, body, options);
    }
    if (reply.status === 401) {
      whenSignedOut();
    }
  }
  const date = Date.parse(reply.headers.get("date") ?? "");
  ahead = Number.isNaN(date) ? ahead : date - Date.now();
  if (!reply.ok) {
    throw new ApiProblem(reply.status, (await bodyOf(reply)) ?? {}, Number(reply.headers.get("Retry-After") ?? 0));
  }
  return reply;
}

/** @returns {Promise<boolean>} whether there is a fresh sign-in; many callers share one renewal */
function renewed() {
  renewal ??= send("POST", "/api/auth/refresh", {}, {})
    .then((reply) => {
      if (reply.status >= 500 || reply.status === 429) {
        // Nobody could say whether the sign-in is over: the caller tries again later.
        throw new ApiProblem(reply.status, {}, Number(reply.headers.get("Retry-After") ?? 0));
      }
      return reply.ok;
    })
    .finally(() => {
      renewal = null;
    });
  return renewal;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} body
 * @param {{timeout?: number, headers?: Record<string, string>}} options
 */
async function send(method, path, body, options) {
  try {
    return await fetch(path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: {
        Accept: "application/json, application/problem+json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...options.headers,
      },
      body: body === undefined || body instanceof Blob ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(options.timeout ?? 20_000),
    });
  } catch {
    throw new ApiProblem(0, { type: "/problems/offline" }, 0);
  }
}

/** @param {Response} reply */
async function bodyOf(reply) {
  if (!(reply.headers.get("Content-Type") ?? "").includes("json")) {
    return null;
  }
  try {
    return await reply.json();
  } catch {
    return null;
  }
}

/** A random key for `Idempotency-Key`, also where the page has no secure context. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) =>
    b.toString(16).padStart(2, "0"),
  ).join("");
}
