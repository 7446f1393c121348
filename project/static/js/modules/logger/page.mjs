/* The page on which a running workout is logged: brings its parts together. What a tap means for
   the workout is decided in lib/workout_state.mjs, what the server must hear in the outbox. */
import { stepValue } from "../../lib/training/tap_counter.mjs";
import { newKey } from "../../lib/uuid.mjs";
import {
  addExercise,
  askForLoad,
  checkSet,
  copyLast,
  editSet,
  findExercise,
  findSet,
  keepRest,
  moveSetTo,
  nextSet,
  regretOf,
  removeSet,
  restAfter,
  selectExercise,
  uncheckSet,
} from "../../lib/training/workout_state.mjs";
import { unitOf } from "../../lib/training/pairs.mjs";
import {
  addWholeSet,
  changeEach,
  changeType,
  changeWholeLevel,
  continueSet,
  lineKeys,
  moveWholeSet,
  noteFigures,
} from "../../lib/training/whole_sets.mjs";
import { progressOf } from "../../lib/training/workout_flow.mjs";
import { ClockSheet } from "./clock_sheet.mjs";
import { Dock } from "./dock.mjs";
import { part, setText } from "./dom.mjs";
import { ignoreEchoes } from "./echo.mjs";
import { goOn } from "./elapsed.mjs";
import { ExerciseHead } from "./exercise_head.mjs";
import { ExerciseList } from "./exercise_list.mjs";
import { Figures } from "./figures.mjs";
import { guardFinish, warnBeforeLoss } from "./finish.mjs";
import { holdClock } from "./hold_clock.mjs";
import { keepPage } from "./kept_page.mjs";
import { Picker } from "./picker.mjs";
import { isNothing, meansNothing } from "./question.mjs";
import { RestBar } from "./rest_bar.mjs";
import { rowSheet } from "./row_sheet.mjs";
import { Rows } from "./rows.mjs";
import { Sounds } from "./sounds.mjs";
import { Store } from "./store.mjs";
import { SyncLine } from "./sync_line.mjs";
import { tapCounter } from "./tap_counter.mjs";
import { UndoBar } from "./undo_bar.mjs";
import { Words } from "./words.mjs";

const USUAL_REST = 90; // seconds, for an exercise that names none

export default class LoggerPage {
  /** Key of the row in the dock where the athlete chose one. */
  selected = null;
  /** Whether a hold is being timed. */
  holding = false;

  constructor(root) {
    this.root = root;
  }

  start() {
    const data = JSON.parse(part("data").textContent || "null");
    if (data === null) return; // the page works without scripts
    const token = document.querySelector('meta[name="csrf-token"]').content;
    this.words = new Words(data.words);
    this.store = new Store(data, token);
    const { outbox, running } = this.store;
    if (!running && outbox.pending + outbox.attention.length === 0) {
      location.replace(data.urls.over);
      return;
    }
    this.makeParts(data);
    this.store.subscribe(({ stored }) => {
      if (stored?.kind === "set" && stored.body.done) this.sayStored();
      this.show();
    });
    this.store.start();
    this.rest.restore();
    this.show();
    part("first")?.remove();
    part("plain").hidden = true;
    this.root.hidden = false;
    goOn();
    this.root.dataset.started = "";
    warnBeforeLoss(this.store);
    this.picker.prepare().then(() => keepPage(data));
  }

  makeParts({ urls }) {
    const { words, store } = this;
    this.sounds = new Sounds(store.running);
    this.clock = new ClockSheet();
    this.picker = new Picker(urls.choices, words);
    this.head = new ExerciseHead(words, this.picker, (change) => this.act(change(store.workout)));
    this.rows = new Rows(words, {
      check: (key) => this.check(key),
      select: (key) => this.select(key),
      easier: (key) => this.goOnEasier(key),
      copy: (key) => this.act(changeEach(store.workout, lineKeys(store.workout, key), copyLast)),
      edit: (key, focus) => this.edit(key, focus),
    });
    this.figures = new Figures(words, (figures) =>
      this.act(noteFigures(store.workout, this.active()?.set.key, figures)),
    );
    this.dock = new Dock(words, {
      step: (by) => this.step(by),
      count: () => this.count(),
      edit: () => this.edit(this.active()?.set.key, "value"),
      check: () => this.checkActive(),
      easier: () => this.goOnEasier(this.active()?.set.key),
      add: () => this.addExercise(),
    });
    this.list = new ExerciseList(words, {
      select: (key) => {
        this.selected = null;
        store.show(selectExercise(store.workout, key));
        part("now-head").scrollIntoView({ block: "nearest" });
      },
      add: () => this.addExercise(),
    });
    this.rest = new RestBar({
      keep: store.keep,
      ended: () => {
        if (this.holding) return; // its signal would be taken for the clock's
        this.sounds.signals.play("rest");
        this.say(words.say("rest_over"));
      },
      lengthened: (key, seconds) => this.act(keepRest(store.workout, key, seconds)),
    });
    this.sync = new SyncLine(store, words, (text) => this.say(text));
    part("add-set").addEventListener("click", () => this.addSet());
    this.undoBar = new UndoBar((regret) => this.takeBack(regret));
    ignoreEchoes('.dock-check, [data-part="finish"]', (button) =>
      button.dataset.do === "check" ? this.active()?.set.key : button,
    );
    for (const link of document.querySelectorAll('[data-part="finish"]')) {
      guardFinish(link, store, () => this.sync.holdUp());
    }
  }

  /** The row in the dock, with its exercise and place. */
  active() {
    const { workout } = this.store;
    const chosen = this.selected && findSet(workout, this.selected);
    if (chosen && chosen.exercise.key === workout.current) return chosen;
    const next = nextSet(workout);
    const found = next && findSet(workout, next.set_key);
    if (!found || found.exercise.key === workout.current) return found;
    // All is done here, but not elsewhere: from the last row it goes on, not to the end.
    const last = findExercise(workout, workout.current)?.sets.at(-1);
    return last ? findSet(workout, last.key) : null;
  }

  act(change) {
    const before = this.store.workout;
    this.store.act(change);
    const regret = regretOf(before, change);
    if (regret) this.offerUndo(regret, before);
  }

  async check(key, { sure = false } = {}) {
    const { workout } = this.store;
    const found = findSet(workout, key);
    if (!found) return;
    const { exercise, set } = found;
    const focused = document.activeElement;
    this.selected = null;
    if (set.done) {
      this.rest.undo(key);
      this.act(uncheckSet(workout, key));
    } else {
      const change = checkSet(workout, key);
      if (change.workout === workout) {
        this.edit(key, "value"); // there is no value yet
        return;
      }
      const { value } = findSet(change.workout, key).set;
      const asked = !sure && isNothing(value, exercise.counting_type);
      if (asked) {
        if (!(await meansNothing(this.words, found))) return;
        this.check(key, { sure: true });
        return;
      }
      this.restAfter(change.workout, key);
      this.act(change);
    }
    this.keepFocus(focused);
  }

  goOnEasier(key) {
    const { store, words } = this;
    const fresh = newKey();
    const gone = key && continueSet(store.workout, key, fresh);
    if (!gone) {
      this.edit(key, "level");
      return;
    }
    const before = store.workout;
    this.rest.stop();
    this.selected = fresh;
    store.act(gone.change);
    this.offerUndo({ what: "set_checked", key, back: gone.back }, before);
    this.say(words.say("goes_on_added", { level: gone.level.name }));
  }

  checkActive() {
    const found = this.active();
    if (!found) return;
    const { exercise, set } = found;
    if (!set.done) {
      this.check(set.key);
      return;
    }
    this.selected = null; // corrected: on with what is open
    const { workout } = this.store;
    const next = nextSet(workout, exercise.key);
    this.store.show(selectExercise(workout, next?.exercise_key ?? exercise.key));
  }

  restAfter(workout, key) {
    const { exercise } = findSet(workout, key);
    const { due, seconds } = restAfter(workout, key, USUAL_REST);
    if (due) this.rest.start(seconds, exercise.key, key);
    else this.rest.stop();
  }

  /** The pressed button may have gone with its exercise. */
  keepFocus(focused) {
    if (focused?.isConnected && focused.closest("[hidden]") === null) return;
    this.dock.focus();
  }

  select(key) {
    this.selected = key;
    this.show();
  }

  step(by) {
    const found = this.active();
    if (!found) return;
    const { exercise, set } = found;
    const value = stepValue(set.value, exercise.counting_type, by, set.target);
    this.selected = set.key;
    this.act(editSet(this.store.workout, set.key, { value }));
  }

  /** Do the set now: tap for each repetition, or hold against the clock. */
  async count() {
    const found = this.active();
    if (!found) return;
    const { exercise, set } = found;
    const { words } = this;
    const target = set.target ?? set.value;
    const title = `${exercise.title} · ${words.set(exercise, set)}`;
    const type = exercise.counting_type;
    const text = target === null ? "" : words.say("target", { value: words.amount(target, type) });
    this.holding = type === "duration";
    const value =
      type === "duration"
        ? await holdClock({
            title,
            target,
            targetText: text,
            signals: this.sounds.signals,
            settings: this.clock.settings,
            words: {
              ready: words.say("get_ready"),
              running: words.say("tap_to_stop"),
              reached: words.say("reached"),
            },
          })
        : await tapCounter({ title, targetText: text });
    this.holding = false;
    const now = findSet(this.store.workout, set.key);
    if (value === null || !now) return;
    if (isNothing(value, type) && !(await meansNothing(this.words, found))) return;
    this.act(editSet(this.store.workout, set.key, { value }));
    if (!now.set.done) this.check(set.key, { sure: true });
  }

  edit(key, focus) {
    const { store } = this;
    const found = findSet(store.workout, key);
    if (!found) return;
    const { exercise } = found;
    const rows = unitOf(exercise, key).map((set) => set.key);
    const change = (make) => this.act(make(store.workout));
    rowSheet({
      found,
      others: store.workout.exercises.filter((each) => each.key !== exercise.key),
      focus,
      words: this.words,
      on: {
        figures: (figures) => {
          this.selected = key;
          change((workout) => noteFigures(workout, key, figures));
        },
        level: (level, following) =>
          change((workout) => changeWholeLevel(workout, key, level, following)),
        type: (type) => change((workout) => changeType(workout, key, type)),
        easier: () => this.goOnEasier(key),
        move: (by) => change((workout) => moveWholeSet(workout, key, by)),
        moveTo: (home) =>
          change((workout) => changeEach(workout, rows, (state, row) => moveSetTo(state, row, home))),
        weight: () => change((workout) => askForLoad(workout, exercise.key)),
        remove: () => {
          rows.forEach((row) => this.rest.undo(row));
          change((workout) => changeEach(workout, rows, removeSet));
        },
      },
    });
  }

  addSet() {
    const { workout } = this.store;
    this.selected = null;
    this.act(addWholeSet(workout, workout.current, newKey));
  }

  async addExercise() {
    const choice = await this.picker.open(this.words.say("add_exercise"));
    if (!choice) return;
    this.selected = null;
    this.act(addExercise(this.store.workout, choice, newKey));
  }

  takeBack(regret) {
    if (!regret) return;
    const { key, back } = regret;
    this.rest.undo(key);
    this.selected = null;
    this.store.act(back(this.store.workout));
    this.undoBar.hide();
    this.dock.focus();
  }

  offerUndo(regret, before) {
    const { words } = this;
    const found = findSet(before, regret.key) ?? findSet(this.store.workout, regret.key);
    const now = findSet(this.store.workout, regret.key)?.set;
    const text = words.say(regret.what, {
      set: found ? words.set(found.exercise, found.set) : "",
      value: now ? words.amount(now.value, found.exercise.counting_type) : "",
    });
    this.undoBar.offer(regret, text);
    if (regret.what.endsWith("removed")) this.say(text);
  }

  show() {
    const { workout, running } = this.store;
    const exercise = findExercise(workout, workout.current);
    const active = this.active();
    part("now").hidden = exercise === null;
    if (exercise) {
      this.head.show(workout, exercise, active?.set ?? null);
      this.rows.show(exercise, active?.set.key ?? null);
    } else this.head.exercise = null;
    this.figures.show(active);
    this.list.show(workout);
    this.clock.show(workout);
    this.dock.show(active, dockState(running, workout, active));
    this.showNext();
    const { sets_done: n, sets: count } = progressOf(workout);
    setText(part("progress"), count ? this.words.say("of", { n, count }) : "");
    this.sync.show();
  }

  showNext() {
    const { workout } = this.store;
    const place = nextSet(workout);
    if (!place) return;
    const { exercise, set } = findSet(workout, place.set_key);
    const here = exercise.key === this.rest.exercise;
    const name = here ? this.words.set(exercise, set) : exercise.title;
    this.rest.say(`${name} · ${this.words.amount(set.value, exercise.counting_type)}`);
  }

  sayStored() {
    const { sets_done: n, sets: count } = progressOf(this.store.workout);
    this.say(this.words.say("set_stored", { n, count }));
  }

  say(text) {
    setText(part("say"), text);
  }
}

function dockState(running, workout, active) {
  if (!running) return "none";
  if (workout.exercises.length === 0) return "empty";
  return active ? "set" : "end";
}
