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

/** @param {string} path @param {unknown} body @param {{timeout?: number}} [options] */
export const put = (path, body, options) => call("PUT", path, body, options);

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} body
 * @param {{timeout?: number, headers?: Record<string, string>}} [options]
 * @returns {Promise<any>}
 */
async function call(method, path, body, options = {}) {
  let reply = await send(method, path, body, options);
  if (reply.status === 401 && !path.startsWith("/api/auth/")) {
    if (await renewed()) {
      reply = await send(method, path, body, options);
    }
    if (reply.status === 401) {
      whenSignedOut();
    }
  }
  const json = await bodyOf(reply);
  if (!reply.ok) {
    throw new ApiProblem(reply.status, json ?? {}, Number(reply.headers.get("Retry-After") ?? 0));
  }
  return json;
}

/** @returns {Promise<boolean>} whether there is a fresh sign-in; many callers share one renewal */
function renewed() {
  renewal ??= send("POST", "/api/auth/refresh", {}, {})
    .then((reply) => reply.ok)
    .catch(() => false)
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
      body: body === undefined ? undefined : JSON.stringify(body),
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
