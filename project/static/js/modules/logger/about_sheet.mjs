/* Everything about the exercise in view: how its level goes, the goal, the last times, records, and
   both notes, which are stored when they are left. All of it came with the page. */
import { writeNote } from "../../lib/training/exercise_notes.mjs";
import { sessionText } from "../../lib/training/past_session.mjs";
import { copyOf, fillTexts, part, setText } from "./dom.mjs";
import { sheet } from "./sheet.mjs";

/**
 * @param {object} exercise
 * @param {object | null} level the one of the row that is on
 * @param {string} name the level's, as the row has it
 * @param {string} place `Stufe 3/7`, empty for a level that left the ladder
 * @param {(change: (workout: object) => object) => void} act
 */
export function aboutSheet({ exercise, level, name, place, act }) {
  const dialog = sheet("log-about", () => {});
  setText(part("sheet-title", dialog), exercise.title);
  setText(part("about-level", dialog), [place, name].filter(Boolean).join(" · "));
  showHow(dialog, level?.how);
  section(dialog, "goal", level?.why, ({ criterion }) => setText(part("criterion", dialog), criterion));
  section(dialog, "sessions", exercise.sessions?.length, () => {
    part("evidence", dialog).append(
      ...exercise.sessions.map(({ day, runs }) => session(day, sessionText(runs, name))),
    );
  });
  section(dialog, "records", level?.records, (lines) => {
    part("records", dialog).append(...lines.map(item));
  });
  const link = part("about-link", dialog);
  link.href = (link.dataset.url ?? "").replace(/0$/, String(exercise.definition_id));
  for (const field of dialog.querySelectorAll("textarea")) keepNote(dialog, field, exercise, act);
  const last = part("about-last", dialog);
  last.hidden = !exercise.last_note;
  setText(part("about-last-note", dialog), exercise.last_note);
  dialog.showModal();
}

function showHow(dialog, how) {
  const box = part("about-how", dialog);
  box.hidden = !how;
  if (!how) return;
  setText(part("about-text", box), how.text);
  showFigure(part("about-figure", box), how.figure);
  const link = part("about-outside", box);
  link.hidden = !how.link;
  if (!how.link) return;
  link.href = how.link;
  setText(part("about-host", link), how.host);
}

/** The text stands below, so the pictures have no alternative; of a still and a moving one CSS shows
    one. A picture of the athlete's own is square. */
function showFigure(box, figure) {
  box.hidden = !figure;
  box.replaceChildren(
    ...Object.entries(figure ?? {}).map(([way, src]) => {
      const isOwn = way === "own";
      const picture = isOwn ? new Image(250, 250) : new Image(480, 240);
      Object.assign(picture, { className: `figure figure-${isOwn ? "own-large" : way}`, alt: "", loading: "lazy", src });
      return picture;
    }),
  );
}

/** A part that is only there when there is something in it. */
function section(dialog, name, content, fill) {
  const box = part(`about-${name}`, dialog);
  box.hidden = !content;
  if (content) fill(content);
}

function session(day, values) {
  const row = copyOf("log-evidence");
  fillTexts(row, { day, values });
  return row;
}

function item(text) {
  const row = document.createElement("li");
  row.textContent = text;
  return row;
}

/** Stored when the field is left, when the sheet goes, and when the page goes out of sight. */
function keepNote(dialog, field, exercise, act) {
  const { name } = field;
  let known = exercise[name];
  field.value = known;
  const keep = () => {
    if (field.value === known) return; // another device may have written meanwhile
    known = field.value;
    act((workout) => writeNote(workout, exercise.key, name, known));
  };
  const hidden = () => document.visibilityState === "hidden" && keep();
  field.addEventListener("change", keep);
  document.addEventListener("visibilitychange", hidden);
  dialog.addEventListener("close", () => {
    document.removeEventListener("visibilitychange", hidden);
    keep();
  });
}
