// @ts-check
// In which order staff answer: what most learners ask about comes first.

/** A post is as long as this at most, as the service takes it. */
export const MOST_CHARACTERS = 5000;

/**
 * @template {{questionId: string, createdAt: string}} T
 * @param {T[]} threads
 * @returns {{questionId: string, threads: T[]}[]} the oldest thread of each question first
 */
export function byQuestion(threads) {
  /** @type {Map<string, T[]>} */
  const about = new Map();
  for (const thread of threads) {
    about.set(thread.questionId, [...(about.get(thread.questionId) ?? []), thread]);
  }
  return [...about]
    .map(([questionId, own]) => ({ questionId, threads: own.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)) }))
    .sort((a, b) => b.threads.length - a.threads.length || a.questionId.localeCompare(b.questionId));
}
