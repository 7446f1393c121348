/* The page on which a running workout is logged: brings its parts together. What a tap means for
   the workout is decided in lib/workout_state.mjs, what the server must hear in the outbox. */
import { stepValue } from "../../lib/training/tap_counter.mjs";
import { newKey } from "../../lib/uuid.mjs";
import {
  addExercise,
  addSet,
  askForLoad,
  changeLevel,
  checkSet,
  copyLast,
  editSet,
  findExercise,
  findSet,
  keepRest,
  moveSet,
  moveSetTo,
  nextSet,
  regretOf,
  removeSet,
  restAfter,
  selectExercise,
  uncheckSet,
} from "../../lib/training/workout_state.mjs";
import { inTurn } from "../../lib/training/workout_change.mjs";
import { progressOf } from "../../lib/training/workout_flow.mjs";
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
import { question } from "./question.mjs";
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
    this.picker = new Picker(urls.choices, words);
    this.head = new ExerciseHead(words, this.picker, (change) => this.act(change(store.workout)));
    this.rows = new Rows(words, {
      check: (key) => this.check(key),
      select: (key) => this.select(key),
      copy: (key) => this.act(copyLast(store.workout, key)),
      edit: (key, focus) => this.edit(key, focus),
    });
    this.figures = new Figures(words, (figures) =>
      this.act(editSet(store.workout, this.active()?.set.key, figures)),
    );
    this.dock = new Dock(words, {
      step: (by) => this.step(by),
      count: () => this.count(),
      edit: () => this.edit(this.active()?.set.key, "value"),
      check: () => this.checkActive(),
      add: () => this.addExercise(),
    });
    this.list = new ExerciseList(words, {
      select: (key) => {
        this.selected = null;
        store.show(selectExercise(store.workout, key));
        part("now").scrollIntoView({ block: "nearest" });
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
    const { exercise, set, index } = found;
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
        if (!(await this.meansNothing(index))) return;
        this.check(key, { sure: true });
        return;
      }
      this.restAfter(change.workout, key);
      this.act(change);
    }
    this.keepFocus(focused);
  }

  /** A clock that was stopped at once, or a slip of the thumb. */
  meansNothing(index) {
    const { words } = this;
    return question({
      title: words.say("nothing_title", { set: words.set(index) }),
      text: words.say("nothing_text"),
      yes: words.say("nothing_yes"),
    });
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
    const { exercise, set, index } = found;
    const { words } = this;
    const aim = set.target ?? set.value;
    const title = `${exercise.title} · ${words.set(index)}`;
    const type = exercise.counting_type;
    const targetText = aim === null ? "" : words.say("aim", { value: words.amount(aim, type) });
    this.holding = type === "duration";
    const value =
      type === "duration"
        ? await holdClock({
            title,
            target: aim,
            targetText,
            signals: this.sounds.signals,
            words: {
              ready: words.say("get_ready"),
              running: words.say("tap_to_stop"),
              reached: words.say("reached"),
            },
          })
        : await tapCounter({ title, targetText });
    this.holding = false;
    const now = findSet(this.store.workout, set.key);
    if (value === null || !now) return;
    if (isNothing(value, type) && !(await this.meansNothing(index))) return;
    this.act(editSet(this.store.workout, set.key, { value }));
    if (!now.set.done) this.check(set.key, { sure: true });
  }

  edit(key, focus) {
    const { store } = this;
    const found = findSet(store.workout, key);
    if (!found) return;
    const { exercise, index } = found;
    const change = (make) => this.act(make(store.workout));
    rowSheet({
      found,
      others: store.workout.exercises.filter((each) => each.key !== exercise.key),
      focus,
      words: this.words,
      on: {
        figures: (figures) => {
          this.selected = key;
          change((workout) => editSet(workout, key, figures));
        },
        level: (level, following) => change((workout) => inLevel(workout, key, level, following)),
        move: (by) => change((workout) => moveSet(workout, key, index + by)),
        moveTo: (home) => change((workout) => moveSetTo(workout, key, home)),
        weight: () => change((workout) => askForLoad(workout, exercise.key)),
        remove: () => {
          this.rest.undo(key);
          change((workout) => removeSet(workout, key));
        },
      },
    });
  }

  addSet() {
    const key = newKey();
    const { workout } = this.store;
    this.selected = null;
    this.act(addSet(workout, workout.current, key));
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
      set: found ? words.set(found.index) : "",
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
    const { exercise, set, index } = findSet(workout, place.set_key);
    const name = exercise.key === this.rest.exercise ? this.words.set(index) : exercise.title;
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

/** Whether a hold of no time at all is about to be stored. */
function isNothing(value, type) {
  return type === "duration" && value === 0;
}

/** The row at another level, and if wished the open rows after it. */
function inLevel(workout, key, level, following) {
  const { exercise, index } = findSet(workout, key);
  const after = exercise.sets.slice(index + 1).filter((set) => !set.done);
  const keys = [key, ...(following ? after.map((set) => set.key) : [])];
  return inTurn(
    workout,
    keys.map((each) => (state) => changeLevel(state, each, level)),
  );
}

function dockState(running, workout, active) {
  if (!running) return "none";
  if (workout.exercises.length === 0) return "empty";
  return active ? "set" : "end";
}
