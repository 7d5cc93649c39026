// @ts-check
// Makes a class of the organisation.
import { h } from "../lib/preact/preact.module.js";
import { post } from "../app/api.js";
import { Field, Sheet } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { text } from "../messages/messages.js";

const words = text.classes;

/** @param {{courses: {id: string, title: string}[]}} props */
export function NewClass({ courses }) {
  return h(
    "details",
    { class: "card" },
    h("summary", { "data-testid": "new-class-open" }, words.make),
    h(
      Sheet,
      { testid: "new-class", submit: words.make, done: "", send: make },
      h(Field, { id: "new-class-title", name: "title", label: words.title, maxlength: 200, required: true, testid: "new-class-title" }),
      h(
        "fieldset",
        { class: "option-edit" },
        h("legend", null, words.courses),
        courses.map((course, n) => h("p", { key: course.id }, h("label", null, h("input", { type: "checkbox", name: "courseIds", value: course.id, defaultChecked: n === 0 }), ` ${course.title}`))),
      ),
      h(Field, { id: "new-class-from", name: "startsOn", type: "date", label: words.startsOn, required: true, testid: "new-class-from" }),
      h(Field, { id: "new-class-until", name: "endsOn", type: "date", label: words.endsOn, required: true, testid: "new-class-until" }),
      h(Field, { id: "new-class-seats", name: "seats", type: "number", min: 1, defaultValue: 30, label: words.seatsOf, required: true, testid: "new-class-seats" }),
    ),
  );
}

/** @param {FormData} data */
async function make(data) {
  const { title, startsOn, endsOn, seats } = Object.fromEntries(data);
  const made = await post("/api/classes", { title, courseIds: data.getAll("courseIds"), startsOn, endsOn, seats: Number(seats) });
  location.hash = addressOf("class", made.id);
}
