// @ts-check
// What this device knows of a learner's answers to one exam: each is written here before it is sent,
// and keeps the server's receipt once it was accepted. Sealed with a key that no script can read out,
// a key for each exam; forgetting the exam throws the key away, and with it whatever a disk keeps.

/**
 * @typedef {{position: number, questionId: string, optionId: string, elapsedMillis: number}} Answer
 * @typedef {{answer: Answer, receipt: unknown}} Entry a receipt of null: not accepted yet
 */

const DATABASE = "sextant";
const KEYS = "keys";
const ANSWERS = "answers";

/** The answers of one exam, on this device. Without storage it remembers nothing and hinders nothing. */
export class AnswerLog {
  /** @param {string} sessionId @param {IDBDatabase | null} database @param {CryptoKey | null} key */
  constructor(sessionId, database, key) {
    this.sessionId = sessionId;
    this.database = database;
    this.key = key;
  }

  /** @param {string} sessionId @returns {Promise<AnswerLog>} */
  static async open(sessionId) {
    try {
      const database = await opened();
      return new AnswerLog(sessionId, database, await keyOf(database, sessionId));
    } catch {
      // No secure context, or a browser that stores nothing: the page alone keeps what is unsent.
      return new AnswerLog(sessionId, null, null);
    }
  }

  /** Whether an answer here survives the window. */
  get durable() {
    return this.database !== null;
  }

  /** @param {Entry} entry replaces what stood at its position */
  async write(entry) {
    if (!this.database || !this.key) {
      return;
    }
    try {
      const sealed = await seal(this.key, entry);
      const writing = this.database.transaction(ANSWERS, "readwrite", { durability: "strict" });
      writing.objectStore(ANSWERS).put(sealed, [this.sessionId, entry.answer.position]);
      await done(writing);
    } catch {
      // The disk is full, or storage was cleared under the open page: sending goes on from memory.
      this.database = null;
    }
  }

  /** @returns {Promise<Entry[]>} in order of position; what cannot be read is left out */
  async entries() {
    if (!this.database || !this.key) {
      return [];
    }
    const reading = this.database.transaction(ANSWERS).objectStore(ANSWERS).getAll(all(this.sessionId));
    const entries = [];
    for (const sealed of await result(reading).catch(() => [])) {
      const entry = await unseal(this.key, sealed).catch(() => null);
      if (entry) {
        entries.push(entry);
      }
    }
    return entries;
  }

  /** @param {number} position */
  async remove(position) {
    await this.erase([this.sessionId, position], false);
  }

  /** Forgets the exam on this device, key first. */
  async purge() {
    await this.erase(all(this.sessionId), true);
  }

  /** @param {IDBValidKey | IDBKeyRange} which @param {boolean} withKey */
  async erase(which, withKey) {
    if (!this.database) {
      return;
    }
    try {
      const erasing = this.database.transaction([KEYS, ANSWERS], "readwrite");
      if (withKey) {
        erasing.objectStore(KEYS).delete(this.sessionId);
      }
      erasing.objectStore(ANSWERS).delete(which);
      await done(erasing);
    } catch {
      // Storage was cleared: there is nothing left to forget.
    }
  }
}

/** Forgets every exam on this device: somebody else may sit here next. */
export async function forgetAll() {
  try {
    const database = await opened();
    const erasing = database.transaction([KEYS, ANSWERS], "readwrite");
    erasing.objectStore(KEYS).clear();
    erasing.objectStore(ANSWERS).clear();
    await done(erasing);
    database.close();
  } catch {
    // Nothing was ever stored.
  }
}

/** @returns {Promise<IDBDatabase>} */
function opened() {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(KEYS);
    opening.result.createObjectStore(ANSWERS);
  };
  return result(opening);
}

/** @param {IDBDatabase} database @param {string} sessionId @returns {Promise<CryptoKey>} */
async function keyOf(database, sessionId) {
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // Looked up and added in one transaction, so that two tabs end up with the same key.
  const adding = database.transaction(KEYS, "readwrite");
  const keys = adding.objectStore(KEYS);
  const known = await result(keys.get(sessionId));
  if (!known) {
    keys.add(fresh, sessionId);
  }
  await done(adding);
  return known ?? fresh;
}

/** @param {CryptoKey} key @param {Entry} entry */
async function seal(key, entry) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(entry));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain) };
}

/** @param {CryptoKey} key @param {{iv: Uint8Array<ArrayBuffer>, sealed: ArrayBuffer}} box @returns {Promise<Entry>} */
async function unseal(key, { iv, sealed }) {
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed);
  return JSON.parse(new TextDecoder().decode(plain));
}

/** @param {string} sessionId the keys of all its answers */
const all = (sessionId) => IDBKeyRange.bound([sessionId, 0], [sessionId, Infinity]);

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const result = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
const done = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
