// @ts-check
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { text as de } from "../../main/resources/META-INF/resources/ui/messages/de.js";
import { text as en } from "../../main/resources/META-INF/resources/ui/messages/en.js";

const UI = fileURLToPath(new URL("../../main/resources/META-INF/resources/ui/", import.meta.url));

test("every language says everything, and asks for the same facts", () => {
  assert.deepEqual(shape(de), shape(en));
});

test("no text stands in code: a sentence or a label is found in the messages only", () => {
  const screens = readdirSync(UI, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".js") && !file.startsWith("messages/") && !file.startsWith("lib/"),
  );
  assert.ok(screens.length > 20);
  for (const file of screens) {
    const code = readFileSync(UI + file, "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|(?<=[;,{(] )\/\/.*$/gm, "");
    for (const [, literal = ""] of code.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)) {
      assert.ok(!reads(literal), `${file}: "${literal}" belongs in messages/en.js`);
    }
  }
});

test("every part that a screen draws is imported or made there", () => {
  for (const file of readdirSync(UI, { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".js") && !each.startsWith("lib/"))) {
    assert.deepEqual(unknownParts(readFileSync(UI + file, "utf8")), [], file);
  }
  assert.deepEqual(unknownParts('import { Field } from "./parts.js"; h(Field, {}, h(Sheet, {}));'), ["Sheet"]);
});

test("the rule about text in code finds text, and leaves names alone", () => {
  assert.deepEqual(["Sign in", "Time is up.", "Saved"].map(reads), [true, true, true]);
  assert.deepEqual(["card offer", "IN_PROGRESS", "Idempotency-Key", "aria-label", "#/exam"].map(reads), [false, false, false, false, false]);
});

/** @param {string} literal whether a person would read it as a word or a sentence */
function reads(literal) {
  const header = /^[A-Z][A-Za-z]*(-[A-Z][a-zA-Z]*)+$|^(Accept|Escape|Enter)$/;
  return !header.test(literal) && (/^[A-Z][a-z]+[ .,!?]|[a-z] [a-z]+[.!?]$/.test(`${literal} `.trimEnd() + (/^[A-Z][a-z]+$/.test(literal) ? " " : "")));
}

/** @param {string} code */
function unknownParts(code) {
  const known = new Set([
    ...[...code.matchAll(/import \{([^}]*)\}/g)].flatMap(([, names = ""]) => names.split(",").map((name) => name.trim())),
    ...[...code.matchAll(/(?:class|function|const) (\w+)/g)].map(([, name = ""]) => name),
  ]);
  return [...new Set([...code.matchAll(/\bh\(\s*([A-Z]\w*)/g)].map(([, name = ""]) => name))].filter((name) => !known.has(name));
}

/** @param {any} node the keys, and how many facts each message takes @returns {any} */
function shape(node) {
  return typeof node === "object"
    ? Object.fromEntries(Object.keys(node).sort().map((key) => [key, shape(node[key])]))
    : typeof node === "function" ? node.length : "text";
}
