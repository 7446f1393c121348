/* How figures of a set are said; the words themselves come with the page. */
import { formatDuration } from "../../lib/duration.mjs";
import { plural } from "../../lib/plural.mjs";
import { OPTIONAL } from "../../lib/training/figures.mjs";
import { fill } from "./dom.mjs";

const KILOGRAMS = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });

export class Words {
  /** @param {Record<string, any>} texts */
  constructor(texts) {
    this.texts = texts;
  }

  say(name, values = {}) {
    return fill(this.texts[name], values);
  }

  value(value, type) {
    if (value === null) return "–";
    return type === "duration" ? formatDuration(value) : String(value);
  }

  /** `10 Wdh.` or `0:45` */
  amount(value, type) {
    const figure = this.value(value, type);
    return type === "duration" || value === null ? figure : plural(this.texts.reps, value);
  }

  load(kilograms) {
    if (kilograms === null) return this.texts.no_load;
    return `${signed(kilograms)} kg`;
  }

  /** As a load follows a value in a line of many: ` @ +10`. */
  atLoad(kilograms) {
    return kilograms ? ` @ ${signed(kilograms)}` : "";
  }

  /** `Stufe 3/7`, and the classes that draw it; nothing for a level that left the ladder. */
  step(exercise, set) {
    const place = exercise.levels.findIndex(({ id }) => id !== null && id === set.level_id);
    if (place < 0) return { text: "", drawn: "chip" };
    const number = place + 1;
    const count = exercise.levels.length;
    return { text: this.say("step", { number, count }), drawn: `chip lv-${number} of-${count}` };
  }

  /** What a set has beside level and value, where it is switched on: `+10 kg · links · RIR 2`. */
  extras(exercise, set) {
    return OPTIONAL.filter(({ name, tracks }) => exercise[tracks] && set[name] !== null)
      .map(({ name }) => this.figure(name, set[name]))
      .join(" · ");
  }

  figure(name, value) {
    if (name === "load_kg") return this.load(value);
    return name === "side" ? this.say(value) : this.say(name, { n: value });
  }

  /**
   * How many sets, or else other changes, do something: `3 Sätze warten auf Netz`.
   * @param {string} name of a text with forms for sets and for changes
   * @param {import("../../lib/training/outbox_queue.mjs").Operation[]} operations
   */
  waiting(name, operations) {
    const sets = operations.filter(({ kind, body }) => kind === "set" && body.done).length;
    const n = sets || operations.length;
    return plural(this.texts[name][sets ? "sets" : "changes"], n);
  }

  set(index) {
    return this.say("set", { n: index + 1 });
  }
}

function signed(kilograms) {
  return (kilograms < 0 ? "−" : "+") + KILOGRAMS.format(Math.abs(kilograms));
}
