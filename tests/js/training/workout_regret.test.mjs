import assert from "node:assert/strict";
import { test } from "node:test";

import * as page from "../../../project/static/js/lib/training/workout_state.mjs";
import { numberedKeys } from "./fakes.mjs";
import { after, DIPS, KNEE, picture, workout } from "./workout_fixtures.mjs";

/** The workout after a change and after taking it back, and what the page says of it. */
function tried(before, change, meanwhile = (state) => page.editSet(state, "none", {})) {
  const regret = page.regretOf(before, change);
  const { workout: later } = meanwhile(change.workout);
  const { workout: state, operations } = regret.back(later);
  return { what: regret.what, key: regret.key, state, operations };
}

const bodies = (operations) => operations.map(({ kind, key, body }) => [kind, key, body.done]);

test("a check is taken back wherever the view went meanwhile", () => {
  const before = workout();
  const { what, key, state, operations } = tried(before, page.checkSet(before, "p1"), (now) =>
    page.checkSet(now, "r1"),
  );
  assert.deepEqual([what, key], ["set_checked", "p1"]);
  assert.equal(page.findSet(state, "p1").set.done, false);
  assert.equal(page.findSet(state, "r1").set.done, true);
  assert.equal(state.current, "e1");
  assert.deepEqual(bodies(operations), [["set", "p1", false]]);
});

test("a check taken away by mistake comes back with its value", () => {
  const { workout: before } = after(
    workout(),
    (state) => page.editSet(state, "p1", { value: 6 }),
    (state) => page.checkSet(state, "p1"),
  );
  const { what, state, operations } = tried(before, page.uncheckSet(before, "p1"));
  assert.equal(what, "set_opened");
  assert.deepEqual(picture(state), picture(before));
  assert.deepEqual([operations[0].body.done, operations[0].body.reps], [true, 6]);
});

test("a wrong correction of a done set is taken back, and so is a wrong level", () => {
  const { workout: before } = page.checkSet(workout(), "p1");
  const corrected = tried(before, page.editSet(before, "p1", { value: 80, load_kg: 10 }));
  assert.equal(corrected.what, "set_changed");
  assert.deepEqual(picture(corrected.state), picture(before));
  assert.equal(corrected.operations[0].body.reps, 8);
  const leveled = tried(before, page.changeLevel(before, "p1", KNEE));
  assert.equal(leveled.operations[0].body.level, "Volle Liegestütze");
});

test("a row moved elsewhere goes back to its exercise and place", () => {
  const { workout: before } = after(
    workout(),
    (state) => page.checkSet(state, "p1"),
    (state) => page.checkSet(state, "p2"),
  );
  const gone = tried(before, page.moveSetTo(before, "p1", "e3"));
  assert.deepEqual(picture(gone.state), picture(before));
  const swapped = tried(before, page.moveSet(before, "p1", 1));
  assert.deepEqual(picture(swapped.state), picture(before));
});

test("a removal is taken back, an exercise picked by mistake goes for good", () => {
  const before = workout();
  const removed = tried(before, page.removeSet(before, "p2"));
  assert.deepEqual([removed.what, picture(removed.state)], ["set_removed", picture(before)]);
  const added = tried(before, page.addExercise(before, DIPS, numberedKeys()));
  assert.equal(added.what, "exercise_added");
  assert.deepEqual(picture(added.state), picture(before));
  assert.deepEqual(added.state.removed, []);
  assert.equal(added.operations.at(-1).kind, "exercise_delete");
});

test("what stores no set and takes nothing away offers nothing", () => {
  const before = workout();
  for (const change of [
    page.editSet(before, "p1", { value: 9 }),
    page.addSet(before, "e1", "new"),
    page.keepRest(before, "e1", 30),
    page.moveExercise(before, "e1", 2),
  ]) {
    assert.equal(page.regretOf(before, change), null);
  }
});
