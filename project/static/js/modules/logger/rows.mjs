/* The exercise in view: its name and one row for each set. */
import { OPTIONAL, WARM_UP, isSegment } from "../../lib/training/figures.mjs";
import { linesOf, numberOf } from "../../lib/training/pairs.mjs";
import { copyOf, fillTexts, find, keyed, onPressed, part, setAttributes } from "./dom.mjs";
import { onLongPress } from "./press.mjs";

const PAIR = "pair-";

export class Rows {
  /**
   * @param {import("./words.mjs").Words} words
   * @param {{check(key: string): void, easier(key: string): void, select(key: string): void,
   *   copy(key: string): void,
   *   edit(key: string, part: "level" | "value"): void}} on
   */
  constructor(words, on) {
    this.words = words;
    this.list = part("rows");
    onPressed(this.list, (what, line) => {
      const key = line.replace(PAIR, "");
      if (what === "level") on.edit(key, "level");
      else on[what](key);
    });
    onLongPress(this.list, '[data-do="check"]', (button) =>
      on.easier(button.closest("[data-key]").dataset.key),
    );
    onLongPress(this.list, '[data-do="select"]', (button) =>
      on.edit(button.closest("[data-key]").dataset.key, "value"),
    );
  }

  /**
   * @param {import("../../lib/training/workout_model.mjs").Exercise} exercise
   * @param {string | null} active key of the row in the dock
   */
  show(exercise, active) {
    const tracks =
      OPTIONAL.some(({ tracks: on }) => exercise[on]) || exercise.sets.some((set) => set.set_type);
    this.list.classList.toggle("log-rows-tracked", tracks);
    this.list.classList.toggle("log-rows-held", exercise.counting_type === "duration");
    keyed(
      this.list,
      linesOf(exercise).map((line) => ({ key: keyOf(line), line })),
      ({ line }) => copyOf(line.length > 1 ? "log-pair" : "log-row"),
      (row, { line }) => this.showLine(row, exercise, line, active),
    );
  }

  showLine(row, exercise, line, active) {
    const { words } = this;
    const type = exercise.counting_type;
    const [set] = line;
    const step = words.step(exercise, set);
    const name = words.whole(exercise, set);
    row.classList.toggle(
      "log-row-now",
      line.some(({ key }) => key === active),
    );
    fillTexts(row, {
      number: mark(exercise, set),
      step: step.text,
      level: words.parted(set.level),
      extras: words.extrasOf(exercise, line),
      last: line.map(({ last }) => words.value(last, type)).join(" · "),
    });
    find(row, ".chip").className = step.drawn;

    const button = (what) => find(row, `[data-do="${what}"]`);
    setAttributes(button("level"), {
      "aria-label": words.say("level_of", { set: name, level: `${step.text} ${set.level}`.trim() }),
    });
    const last = line.map((each) => words.amount(each.last, type)).join(" · ");
    setAttributes(button("copy"), {
      "aria-label": words.say("copy_last", { set: name, value: last }),
    });
    button("copy").disabled = line.every((each) => each.last === null);
    if (line.length === 1) this.showSet(row, exercise, set, active);
    else {
      const halves = row.querySelectorAll(".log-half");
      line.forEach((each, place) => {
        const half = halves[place] ?? document.createElement("span");
        half.dataset.key = each.key;
        half.classList.toggle("log-half-now", each.key === active);
        this.showSet(half, exercise, each, active);
      });
    }
  }

  showSet(root, exercise, set, active) {
    const { words } = this;
    const type = exercise.counting_type;
    const name = words.set(exercise, set);
    const amount = words.amount(set.value, type);
    const button = (what) => find(root, `[data-do="${what}"]`);
    fillTexts(root, { value: words.value(set.value, type) });
    setAttributes(button("select"), {
      "aria-label": words.say("value_of", { set: name, value: amount }),
      "aria-pressed": String(set.key === active),
    });
    setAttributes(button("check"), {
      "aria-label": words.say("check_of", { set: name, value: amount }),
      "aria-pressed": String(set.done),
    });
  }
}

function keyOf([set, other]) {
  return other ? PAIR + set.key : set.key;
}

/** What stands before a line: its number, or that it is none by itself. */
function mark(exercise, set) {
  if (set.set_type === WARM_UP) return "–";
  return isSegment(set) ? "+" : String(numberOf(exercise, set.key));
}
