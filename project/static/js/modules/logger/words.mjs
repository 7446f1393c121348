/* How figures of a set are said; the words themselves come with the page. */
import { formatDuration } from "../../lib/duration.mjs";
import { plural } from "../../lib/plural.mjs";
import { wordParter } from "../../lib/word_joints.mjs";
import { FAILURE, OPTIONAL, WARM_UP, isAskedFor, isSegment } from "../../lib/training/figures.mjs";
import { numberOf } from "../../lib/training/pairs.mjs";
import { fill } from "./dom.mjs";

const KILOGRAMS = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });

export class Words {
  /** @param {Record<string, any>} texts */
  constructor(texts) {
    this.texts = texts;
    /** A name as it is shown: long words wrap where they are joined. */
    this.parted = wordParter(texts.parted);
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

  /** As a load follows a value in a line of many: ` @ +10`, with blanks that do not break. */
  atLoad(kilograms) {
    return kilograms ? `\u00a0@\u00a0${signed(kilograms)}` : "";
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
    return OPTIONAL.filter((figure) => isAskedFor(exercise, figure) && set[figure.name] !== null)
      .map(({ name }) => this.figure(name, set[name]))
      .join(" · ");
  }

  /** What both sides of a set have, once where they have the same. */
  extrasOf(exercise, line) {
    if (line.length === 1) return this.extras(exercise, line[0]);
    const said = line.map((set) => this.extras(exercise, { ...set, side: null }));
    if (said[0] === said[1]) return said[0];
    return said.map((text, place) => (text ? `${"LR"[place]} ${text}` : "")).filter(Boolean).join(" · ");
  }

  figure(name, value) {
    if (name === "load_kg") return this.load(value);
    if (name === "set_type") return this.say(`type_${value}`);
    return name === "side" ? this.say(value) : this.say(name, { n: value });
  }

  /** A set as it stands in a line of many, which wraps between them: `L 8 @ +10`, `+4`, `12 (Aufwärmen)`. */
  inLine(exercise, set) {
    const side = { left: "L\u00a0", right: "R\u00a0" }[exercise.tracks_sides ? set.side : null] ?? "";
    const value = this.value(set.value, exercise.counting_type) + this.atLoad(set.load_kg);
    const text = `${isSegment(set) ? "+" : ""}${side}${value}`;
    const typed = [WARM_UP, FAILURE].includes(set.set_type);
    return typed ? `${text} (${this.say(`short_${set.set_type}`)})` : text;
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

  /** A set by its number, or what else it is: `Satz 2`, `Aufwärmsatz`. */
  whole(exercise, set) {
    if (set.set_type === WARM_UP) return this.say("type_warmup");
    const name = this.say("set", { n: numberOf(exercise, set.key) });
    return isSegment(set) ? this.say("set_goes_on", { set: name }) : name;
  }

  /** What the dock has room for: `Satz 2`, `Satz 2 links`, `leichter weiter`. */
  short(exercise, set) {
    return isSegment(set) ? this.say("type_segment") : this.set(exercise, set);
  }

  /** A row: `Satz 2`, `Satz 2 links`. */
  set(exercise, set) {
    const name = this.whole(exercise, set);
    const side = exercise.tracks_sides && set.side;
    return side ? this.say(`set_${side}`, { set: name }) : name;
  }
}

function signed(kilograms) {
  return (kilograms < 0 ? "−" : "+") + KILOGRAMS.format(Math.abs(kilograms));
}
