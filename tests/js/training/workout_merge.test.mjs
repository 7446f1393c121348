import assert from "node:assert/strict";
import { test } from "node:test";

import * as page from "../../../project/static/js/lib/training/workout_state.mjs";
import { deepFrozen, numberedKeys } from "./fakes.mjs";
import { after, DIPS, FULL, KNEE, picture, snapshot, workout } from "./workout_fixtures.mjs";

/** A snapshot in which rows of the push-ups are as given; `null` takes one away. */
function changed(rows, more = {}) {
  const start = snapshot({ version: 2, ...more });
  const [first, ...others] = start.exercises;
  const known = first.sets.map((set) => set.key);
  const sets = first.sets.map((set) => (set.key in rows ? rows[set.key] && { ...set, ...rows[set.key] } : set));
  const added = Object.entries(rows)
    .filter(([key]) => !known.includes(key))
    .map(([key, row]) => ({ key, level_id: FULL.id, level: FULL.name, ...row }));
  const exercise = { ...first, sets: [...sets.filter(Boolean), ...added] };
  return deepFrozen({ ...start, exercises: [exercise, ...others] });
}

const DONE = { reps: 9, done: true, stored: true };
const first = (state) => picture(state)[0];
const asOperations = (wanted) => wanted.map((each, index) => ({ id: `op${index}`, ...each }));
const check = (key) => (state) => page.checkSet(state, key);

test("what another device did appears", () => {
  const state = page.applyServer(workout(), changed({ p1: DONE, n1: { ...DONE, order: 4 } }), []);
  assert.equal(first(state), "Liegestütze | p1 9 ✓ | p2 8 | p3 7 | n1 9 ✓");
  assert.equal(state.version, 2);
});

test("an older snapshot changes nothing", () => {
  const state = page.applyServer(workout(), changed({ p1: DONE }), []);
  assert.equal(page.applyServer(state, snapshot(), []), state);
});

test("hints and levels of the page stay where a snapshot leaves them out", () => {
  const bare = changed({ p1: { ...DONE, target: undefined, last: undefined } });
  const [exercise, ...others] = bare.exercises;
  const withoutLevels = { ...bare, exercises: [{ ...exercise, levels: undefined }, ...others] };
  const state = page.applyServer(workout(), withoutLevels, []);
  const { exercise: found, set } = page.findSet(state, "p1");
  assert.deepEqual([set.target, set.last, found.levels.length], [8, 8, 2]);
});

test("what this page did and the server has not answered stays on top", () => {
  const { workout: state, operations } = page.checkSet(workout(), "p1");
  const merged = page.applyServer(state, changed({ p2: DONE }), asOperations(operations));
  assert.equal(first(merged), "Liegestütze | p1 8 ✓ | p2 9 ✓ | p3 7");
});

test("of several unanswered operations on one set the last counts", () => {
  const { operations } = after(workout(), check("p1"), (state) =>
    page.editSet(state, "p1", { value: 11 }),
  );
  const merged = page.applyServer(workout(), changed({ p1: DONE }), asOperations(operations));
  assert.equal(first(merged), "Liegestütze | p1 11 ✓ | p2 8 | p3 7");
});

test("a row deleted here does not flicker back, one deleted elsewhere goes", () => {
  const stored = page.applyServer(workout(), changed({ p1: DONE, p2: DONE }), []);
  const { workout: state, operations } = page.removeSet(stored, "p1");
  const snap = changed({ p1: DONE, p2: null }, { version: 3 });
  const merged = page.applyServer(state, snap, asOperations(operations));
  assert.equal(first(merged), "Liegestütze | p3 7");
});

test("a row deleted elsewhere stays while this page has something to say about it", () => {
  const stored = page.applyServer(workout(), changed({ p1: DONE }), []);
  const { workout: state, operations } = page.editSet(stored, "p1", { value: 12 });
  const snap = changed({ p1: null }, { version: 3 });
  assert.equal(first(page.applyServer(state, snap, asOperations(operations))), "Liegestütze | p1 12 ✓ | p2 8 | p3 7");
  assert.equal(first(page.applyServer(state, snap, [])), "Liegestütze | p2 8 | p3 7");
});

test("open rows prepared on this page stay as they were prepared", () => {
  const { workout: state } = after(
    workout(),
    (each) => page.editSet(each, "p2", { value: 3 }),
    (each) => page.addSet(each, "e1", "mine"),
    (each) => page.removeSet(each, "p3"),
  );
  const merged = page.applyServer(state, changed({ p1: DONE }), []);
  assert.equal(first(merged), "Liegestütze | p1 9 ✓ | p2 3 | mine 7");
});

test("a row at another level, with figures, in another place stays so until it is done", () => {
  const { workout: state } = after(
    workout(),
    (each) => page.changeLevel(each, "p2", KNEE),
    (each) => page.editSet(each, "p3", { load_kg: 5, rir: 2 }),
    (each) => page.moveSet(each, "p1", 2),
  );
  const shown = (each) =>
    page.findExercise(each, "e1").sets.map((set) => [set.key, set.level, set.target, set.load_kg, set.rir]);
  const expected = [
    ["p2", KNEE.name, 15, null, null],
    ["p3", FULL.name, 7, 5, 2],
    ["p1", FULL.name, 8, null, null],
  ];
  assert.deepEqual(shown(state), expected);
  assert.deepEqual(shown(page.applyServer(state, changed({}), [])), expected);
});

test("an open row done in another exercise is not back in the first as well", () => {
  const { workout: moved } = page.moveSetTo(workout(), "p2", "e2");
  const merged = page.applyServer(moved, changed({}), []);
  assert.equal(picture(merged).slice(0, 2).join(" / "), "Liegestütze | p1 8 | p3 7 / Rudern | r1 10 | r2 9 | p2 9");
  const checked = page.checkSet(merged, "p2");
  const waiting = asOperations(checked.operations);
  const once = picture(page.applyServer(checked.workout, changed({}, { version: 3 }), waiting));
  assert.equal(once.slice(0, 2).join(" / "), "Liegestütze | p1 8 | p3 7 / Rudern | r1 10 | r2 9 | p2 9 ✓");
});

test("an open row moved here is where another device did it", () => {
  const { workout: moved } = page.moveSetTo(workout(), "p2", "e2");
  const merged = picture(page.applyServer(moved, changed({ p2: DONE }), []));
  assert.equal(merged.slice(0, 2).join(" / "), "Liegestütze | p1 8 | p2 9 ✓ | p3 7 / Rudern | r1 10 | r2 9");
});

test("a done row moved to an exercise the server does not know yet is there once", () => {
  const stored = page.applyServer(workout(), changed({ p1: DONE }), []);
  const { workout: state, operations } = after(
    stored,
    (each) => page.addExercise(each, DIPS, numberedKeys("n")),
    (each) => page.moveSetTo(each, "p1", "n1"),
  );
  const snap = (version) => changed({ p1: DONE }, { version });
  const once = page.applyServer(state, snap(3), asOperations(operations));
  const again = page.applyServer(once, snap(4), asOperations(operations));
  for (const each of [once, again]) {
    assert.equal(first(each), "Liegestütze | p2 8 | p3 7");
    assert.equal(picture(each).at(-1), "Dips | n2 5 | n3 5 | p1 9 ✓");
  }
});

test("open rows taken along to another exercise do not come back in the first", () => {
  const newKey = numberedKeys();
  const { workout: state } = after(workout(), check("p1"), (each) => page.swapExercise(each, "e1", DIPS, newKey));
  const fresh = state.exercises[1];
  const rows = { p1: { ...DONE, reps: 8 } };
  const snap = changed(rows, { version: 3 });
  const wire = { key: fresh.key, id: 9, definition_id: DIPS.definition_id, title: DIPS.title, counting_type: "reps", levels: DIPS.levels, sets: [] };
  const exercises = [snap.exercises[0], wire, ...snap.exercises.slice(1)];
  const merged = page.applyServer(state, { ...snap, exercises }, []);
  assert.deepEqual(picture(merged), picture(state));
});

test("an exercise swapped without network keeps its new levels over a reload", () => {
  const { workout: state, operations } = page.swapExercise(workout(), "e1", DIPS, numberedKeys());
  const levels = (each) => page.findExercise(each, "e1").sets.map((set) => [set.level, set.value]);
  const reloaded = page.applyServer(state, changed({}), asOperations(operations));
  assert.deepEqual(levels(reloaded), levels(state));
});

test("a planned row that was removed here but done elsewhere is shown", () => {
  const { workout: state } = page.removeSet(workout(), "p1");
  assert.equal(first(page.applyServer(state, changed({ p1: DONE }), [])), "Liegestütze | p1 9 ✓ | p2 8 | p3 7");
});

test("a row brought back is not hidden by its removal", () => {
  const { workout: state } = after(workout(), (each) => page.removeSet(each, "p1"), page.undo);
  assert.equal(first(page.applyServer(state, changed({}), [])), "Liegestütze | p1 8 | p2 8 | p3 7");
});

test("a check taken back elsewhere is open here too", () => {
  const stored = page.applyServer(workout(), changed({ p1: DONE }), []);
  assert.equal(first(page.applyServer(stored, changed({}, { version: 3 }), [])), "Liegestütze | p1 8 | p2 8 | p3 7");
});

test("exercises appear, go and change places as on the other device", () => {
  const start = snapshot();
  const [push, row, plank] = start.exercises;
  const added = { id: 9, definition_id: 14, title: "Dips", counting_type: "reps", levels: [], sets: [] };
  const state = page.applyServer(workout(), { ...start, version: 2, exercises: [plank, added, push] }, []);
  assert.deepEqual(state.exercises.map(({ title }) => title), ["Plank", "Dips", "Liegestütze"]);
  assert.equal(row.title, "Rudern");
});

test("when the exercise in view goes, the next open set comes into view", () => {
  const { workout: state } = page.checkSet(workout(), "h1");
  const start = snapshot();
  const merged = page.applyServer(state, { ...start, version: 2, exercises: start.exercises.slice(0, 2) }, []);
  assert.equal(merged.current, "e1");
  const none = page.applyServer(state, { ...start, version: 2, exercises: [] }, []);
  assert.equal(none.current, null);
});

test("an exercise taken away here does not flicker back", () => {
  const { workout: state, operations } = page.removeExercise(workout(), "e2");
  const merged = page.applyServer(state, snapshot({ version: 2 }), asOperations(operations));
  assert.deepEqual(merged.exercises.map(({ key }) => key), ["e1", "e3"]);
});

test("an unanswered order stays, with what came from elsewhere behind it", () => {
  const { operations } = page.moveExercise(workout(), "e3", 0);
  const start = snapshot();
  const added = { id: 9, definition_id: 14, title: "Dips", counting_type: "reps", sets: [] };
  const snap = { ...start, version: 2, exercises: [...start.exercises, added] };
  const merged = page.applyServer(workout(), snap, asOperations(operations));
  assert.deepEqual(merged.exercises.map(({ key }) => key), ["e3", "e1", "e2", "e9"]);
});

test("an exercise added here gets its id with the answer and is not doubled afterwards", () => {
  const added = after(workout(), (state) => page.addExercise(state, DIPS, numberedKeys("n")), check("n2"));
  const [exercise, set] = asOperations(added.operations);
  const answered = page.applyAnswer(
    added.workout,
    exercise,
    { exercise: { id: 40, key: "n1" }, version: 2 },
    [set],
  );
  assert.deepEqual([page.findExercise(answered, "n1").id, answered.version], [40, 2]);
  const start = snapshot({ version: 3 });
  const dips = { ...DIPS, id: 40, key: "n1", sets: [] };
  const merged = page.applyServer(answered, { ...start, exercises: [...start.exercises, dips] }, [set]);
  assert.deepEqual(picture(merged).slice(3), ["Dips | n2 5 ✓ | n3 5"]);
});

test("the rows of somebody else's exercise stand at the levels of the athlete's copy", () => {
  const added = page.addExercise(workout(), DIPS, numberedKeys("n")).workout;
  const levels = DIPS.levels.map(({ id, ...level }) => ({ ...level, id: id + 100 }));
  const copy = { ...DIPS, definition_id: 99, id: 40, key: "n1", levels, sets: [] };
  const start = snapshot({ version: 2 });
  const merged = page.applyServer(added, { ...start, exercises: [...start.exercises, copy] }, []);
  const { sets } = page.findExercise(merged, "n1");
  assert.deepEqual(
    sets.map(({ level, level_id }) => [level, level_id]),
    [["Barren-Dips", 162], ["Barren-Dips", 162]],
  );
});

test("a page opened anew draws what an earlier page left unsent", () => {
  const { operations } = after(
    workout(),
    check("p1"),
    (state) => page.addExercise(state, DIPS, numberedKeys("n")),
    check("n2"),
    (state) => page.keepRest(state, "e3", 45),
    (state) => page.removeSet(state, "p1"),
  );
  const reopened = workout(asOperations(operations));
  assert.deepEqual(picture(reopened), [
    "Liegestütze | p2 8 | p3 7",
    "Rudern | r1 10 | r2 9",
    "Plank | h1 45 | h2 45",
    "Dips | n2 5 ✓",
  ]);
  assert.equal(page.findExercise(reopened, "e3").rest_seconds, 45);
  assert.equal(page.findExercise(reopened, "n1").levels.length, 2);
});

test("a stored draft keeps the open rows as well", () => {
  const { workout: state, operations } = after(
    workout(),
    (each) => page.addSet(each, "e1", "mine"),
    check("p1"),
  );
  const draft = JSON.parse(JSON.stringify(state));
  const reopened = page.applyServer(draft, snapshot(), asOperations(operations));
  assert.equal(first(reopened), "Liegestütze | p1 8 ✓ | p2 8 | p3 7 | mine 7");
});

test("an answer brings the row as it stands on the server", () => {
  const { workout: state, operations } = page.checkSet(workout(), "p1");
  const [operation] = asOperations(operations);
  const set = { key: "p1", order: 1, level_id: 32, level: "Volle Liegestütze", reps: 20, done: true };
  const body = { set: { ...set, exercise_id: 1 }, version: 2 };
  const next = page.applyAnswer(state, operation, body, []);
  assert.equal(first(next), "Liegestütze | p1 20 ✓ | p2 8 | p3 7");
  assert.equal(next.version, 2);
});

test("an answer does not undo what the athlete did since", () => {
  const { workout: state, operations } = after(workout(), check("p1"), (each) =>
    page.editSet(each, "p1", { value: 11 }),
  );
  const [old, newer] = asOperations(operations);
  const body = { set: { key: "p1", order: 1, reps: 8, done: true, exercise_id: 1 }, version: 2 };
  assert.equal(page.findSet(page.applyAnswer(state, old, body, [newer]), "p1").set.value, 11);
});

test("a row the other device moved to another exercise is found there", () => {
  const { workout: state, operations } = page.checkSet(workout(), "p1");
  const body = { set: { key: "p1", order: 9, reps: 8, done: true, exercise_id: 2 }, version: 2 };
  const next = page.applyAnswer(state, asOperations(operations)[0], body, []);
  assert.deepEqual(picture(next).slice(0, 2), ["Liegestütze | p2 8 | p3 7", "Rudern | r1 10 | r2 9 | p1 8 ✓"]);
});

test("where the server keeps no unfinished rows an unchecked one stays on the page", () => {
  const { workout: state, operations } = after(workout(), check("p1"), (each) =>
    page.uncheckSet(each, "p1"),
  );
  const body = { set: null, version: 2 };
  const next = page.applyAnswer(state, asOperations(operations)[1], body, []);
  const { done, stored, value } = page.findSet(next, "p1").set;
  assert.deepEqual([done, stored, value], [false, false, 8]);
  assert.deepEqual(page.editSet(next, "p1", { value: 5 }).operations, []);
});

test("a row that was deleted later elsewhere goes with the answer", () => {
  const { workout: state, operations } = after(workout(), check("p1"), (each) =>
    page.uncheckSet(each, "p1"),
  );
  const [checked, unchecked] = asOperations(operations);
  const body = { set: null, deleted: true, version: 3 };
  assert.equal(page.findSet(page.applyAnswer(state, unchecked, body, []), "p1"), null);
  assert.equal(page.findSet(page.applyAnswer(state, checked, { set: null, version: 3 }, []), "p1"), null);
});

test("the snapshot in an answer is taken over, under what is still unsent", () => {
  const { workout: state, operations } = after(workout(), check("p1"), check("r1"));
  const [done, pending] = asOperations(operations);
  const snap = changed({ p1: DONE, p2: DONE }, { version: 5 });
  const next = page.applyAnswer(state, done, { set: null, version: 5, snapshot: snap }, [pending]);
  assert.deepEqual(picture(next).slice(0, 2), ["Liegestütze | p1 9 ✓ | p2 9 ✓ | p3 7", "Rudern | r1 10 ✓ | r2 9"]);
  assert.equal(next.version, 5);
});

test("an answer to a deletion changes nothing more", () => {
  const { workout: state, operations } = after(workout(), check("p1"), (each) =>
    page.removeSet(each, "p1"),
  );
  const next = page.applyAnswer(state, asOperations(operations)[1], { version: 3 }, []);
  assert.deepEqual([picture(next), next.version], [picture(state), 3]);
});

test("a removed exercise that was brought back under a new id keeps its rows", () => {
  const { workout: state, operations } = after(
    workout(),
    check("p1"),
    (each) => page.removeExercise(each, "e1"),
    page.undo,
  );
  const [exercise, set] = asOperations(operations.slice(-2));
  const answered = page.applyAnswer(state, exercise, { exercise: { id: 77 }, version: 4 }, [set]);
  const start = snapshot({ version: 4 });
  const [push, ...others] = start.exercises;
  const snap = { ...start, exercises: [{ ...push, id: 77, sets: [] }, ...others] };
  const merged = page.applyServer(answered, snap, [set]);
  assert.equal(first(merged), "Liegestütze | p1 8 ✓ | p2 8 | p3 7");
});
