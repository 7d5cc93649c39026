// @ts-check
// What a form says, as the definition that is sent.

/** @param {unknown} value @returns {number | null} */
const numberOr = (value) => (value === "" || value === null || value === undefined ? null : Number(value));

/**
 * @param {any} form every field as it was typed
 * @param {any | null} exam what it was read from; what the form does not show stays as it is
 */
export function definitionOf(form, exam) {
  const minutes = numberOr(form.minutes);
  const confidence = form.mode === "ADAPTIVE" ? numberOr(form.confidence) : null;
  return {
    courseId: form.courseId,
    title: form.title,
    mode: form.mode,
    minLength: Number(form.minLength),
    maxLength: Number(form.maxLength),
    timeLimit: minutes === null ? null : `PT${minutes}M`,
    blueprint: exam?.blueprint ?? null,
    passing: exam?.passing ?? null,
    stopping: { standardError: exam?.stopping?.standardError ?? null, confidence: confidence === null ? null : confidence / 100 },
    feedback: form.feedback,
    maxAttempts: numberOr(form.maxAttempts),
  };
}
