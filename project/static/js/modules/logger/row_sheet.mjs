/* Everything about one row: its exact value, level, load, place, and taking it away. */
import { formatDuration } from "../../lib/duration.mjs";
import { isSegment } from "../../lib/training/figures.mjs";
import { unitOf } from "../../lib/training/pairs.mjs";
import { parseValue } from "../../lib/training/tap_counter.mjs";
import { easierLevel } from "../../lib/training/workout_segments.mjs";
import { copyOf, find, part, setText } from "./dom.mjs";
import { sheet } from "./sheet.mjs";

const LOAD = /^[+−-]?[0-9]{1,3}([.,][0-9]{1,2})?$/;

/**
 * @param {object} row
 * @param {{exercise: object, set: object, index: number}} row.found
 * @param {object[]} row.others the workout's other exercises
 * @param {"level" | "value"} row.focus
 * @param {import("./words.mjs").Words} row.words
 * @param {{figures(figures: object): void, level(level: object, following: boolean): void,
 *   type(type: string | null): void, easier(): void, move(by: number): void,
 *   moveTo(exercise: string): void, remove(): void, weight(): void}} row.on
 */
export function rowSheet({ found, others, focus, words, on }) {
  const { exercise, set, index } = found;
  const type = exercise.counting_type;
  let loaded = exercise.tracks_load;
  const dialog = sheet("log-row-sheet", (what, button) => {
    if (what === "weight") {
      on.weight();
      loaded = true;
      showLoad(dialog, loaded);
      part("load", dialog).focus();
      return;
    }
    if (what === "level") {
      on.level(exercise.levels[Number(button.value)], part("following", dialog).checked);
    } else if (what === "move") on.move(Number(button.value));
    else if (what === "type") on.type(button.value === set.set_type ? null : button.value);
    else if (what === "easier") on.easier();
    else if (what === "move-to") on.moveTo(part("others", dialog).value);
    else on.remove();
    dialog.close();
  });
  setText(part("sheet-title", dialog), `${exercise.title}: ${words.set(exercise, set)}`);

  const value = part("value", dialog);
  setText(part("value-label", dialog), words.say(type === "duration" ? "minutes" : "reps_field"));
  setText(part("value-rule", dialog), words.say(type === "duration" ? "minutes_rule" : "reps_rule"));
  value.inputMode = type === "duration" ? "text" : "numeric";
  if (set.value !== null) value.value = type === "duration" ? formatDuration(set.value) : set.value;
  const load = part("load", dialog);
  showLoad(dialog, loaded);
  if (set.load_kg !== null) load.value = words.load(set.load_kg).replace(" kg", "");

  find(dialog, "form").addEventListener("submit", (event) => {
    const figures = {};
    const typed = value.value.trim();
    if (typed) figures.value = parseValue(typed, type);
    const weight = load.value.trim();
    if (loaded) figures.load_kg = weight ? parseLoad(weight) : null;
    const wrong = {
      value: figures.value === null,
      load: weight !== "" && figures.load_kg === null,
    };
    for (const [name, isWrong] of Object.entries(wrong)) mark(dialog, name, isWrong);
    if (wrong.value || wrong.load) {
      event.preventDefault();
      part(wrong.value ? "value" : "load", dialog).focus();
      return;
    }
    on.figures(figures);
  });

  showLevels(dialog, found, words);
  const place = (by) => find(dialog, `[data-do="move"][value="${by}"]`);
  const unit = unitOf(exercise, set.key);
  place(-1).disabled = isSegment(set) || unit.includes(exercise.sets[0]);
  place(1).disabled = isSegment(set) || unit.includes(exercise.sets.at(-1));
  showTypes(dialog, exercise, set);
  part("move-to", dialog).hidden = others.length === 0;
  part("others", dialog).append(...others.map(({ key, title }) => new Option(title, key)));

  dialog.showModal();
  if (focus === "value") {
    value.focus();
    value.select();
  } else {
    dialog.querySelector('[data-do="level"][aria-pressed="true"]')?.focus();
  }
}

function showLoad(dialog, isAsked) {
  part("load-field", dialog).hidden = !isAsked;
  part("load-ask", dialog).hidden = isAsked;
}

function showTypes(dialog, exercise, set) {
  for (const button of dialog.querySelectorAll('[data-do="type"]')) {
    button.setAttribute("aria-pressed", String(button.value === set.set_type));
    button.hidden = isSegment(set);
  }
  find(dialog, '[data-do="easier"]').hidden = easierLevel(exercise, set) === null;
  part("types", dialog).hidden = [...part("types", dialog).children].every((each) => each.hidden);
}

function showLevels(dialog, { exercise, set, index }, words) {
  const list = part("levels", dialog);
  exercise.levels.forEach((level, place) => {
    const item = copyOf("log-level");
    const button = find(item, "button");
    button.value = String(place);
    button.setAttribute("aria-pressed", String(level.id === set.level_id));
    setText(find(button, '[data-text="level"]'), words.parted(level.name));
    find(button, ".chip").classList.add(
      `lv-${place + 1}`,
      `of-${exercise.levels.length}`,
    );
    list.prepend(item); // the hardest on top, as on every ladder
  });
  const open = exercise.sets.slice(index + 1).some((row) => !row.done);
  part("following-field", dialog).hidden = !open;
}

function mark(dialog, name, isWrong) {
  const field = part(name, dialog);
  field.setAttribute("aria-invalid", String(isWrong));
  part(`${name}-error`, dialog).hidden = !isWrong;
}

function parseLoad(text) {
  if (!LOAD.test(text)) return null;
  return Number(text.replace("−", "-").replace(",", "."));
}
