import assert from "node:assert/strict";
import test from "node:test";

import {
  clock,
  daySpan,
  dayToX,
  forecastBand,
  gathered,
  levelColumns,
  stacked,
  stairs,
} from "../../../project/static/js/lib/training/chart_data.mjs";

const DAY = 86_400;
const row = (x, level, value) => ({ x, level, best: value + 1, value });

test("each level has a column that is silent where a session was at another", () => {
  const { levels, xs, columns } = levelColumns([row(1, 2, 5), row(2, 1, 8), row(3, 2, 6)]);
  assert.deepEqual(levels, [1, 2]);
  assert.deepEqual(xs, [1, 2, 3]);
  assert.deepEqual(columns, [
    [null, 8, null],
    [5, null, 6],
  ]);
});

test("the staircase has the hardest level of each day", () => {
  assert.deepEqual(stairs([row(1, 1, 8), row(1, 2, 5), row(2, 1, 9)]), [
    [1, 2],
    [2, 1],
  ]);
});

test("one point has days of air on both sides", () => {
  const x = dayToX("2026-09-07");
  assert.deepEqual(daySpan([x]), [x - 3 * DAY, x + 3 * DAY]);
  assert.ok(daySpan([x], x + 70 * DAY)[1] > x + 70 * DAY);
});

test("a forecast's band ends at the goal", () => {
  const forecast = { today: "2026-09-07", goal: 8, until: 14, low: [5, 0.2], middle: [6, 0.3], high: [7, 0.5] };
  const { low, high, end } = forecastBand(forecast);
  assert.equal(low.length, 15);
  assert.equal(high.at(-1)[1], 8);
  assert.ok(low.at(-1)[1] < 8);
  assert.equal(end, dayToX("2026-09-21"));
});

test("stacked columns end at the sum of all", () => {
  assert.deepEqual(stacked([[1, 2], [3, 4], [5, 6]]), [[1, 2], [4, 6], [9, 12]]);
  assert.deepEqual(stacked([]), []);
});

test("columns beyond the colours become one", () => {
  const table = { names: ["a", "b", "c"], columns: [[1, 1], [2, 2], [3, 4]] };
  assert.deepEqual(gathered(table, 3, "rest"), table);
  assert.deepEqual(gathered(table, 2, "rest"), { names: ["a", "rest"], columns: [[1, 1], [5, 6]] });
});

test("seconds read like a clock", () => {
  assert.deepEqual([0, 45, 90, 3600].map(clock), ["0:00", "0:45", "1:30", "60:00"]);
});
