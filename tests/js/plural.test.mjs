import assert from "node:assert/strict";
import { test } from "node:test";

import { plural } from "../../project/static/js/lib/plural.mjs";

test("one and many have a form each", () => {
  const forms = { one: "{n} Satz", other: "{n} Sätze" };
  assert.equal(plural(forms, 1, "de"), "1 Satz");
  assert.equal(plural(forms, 0, "de"), "0 Sätze");
  assert.equal(plural(forms, 3, "de"), "3 Sätze");
});

test("a language may tell more kinds apart", () => {
  const forms = { one: "{n} seria", few: "{n} serie", many: "{n} serii", other: "{n} serii" };
  assert.deepEqual(
    [1, 2, 5, 22].map((n) => plural(forms, n, "pl")),
    ["1 seria", "2 serie", "5 serii", "22 serie"],
  );
});

test("a kind without a form of its own takes the last", () => {
  assert.equal(plural({ other: "{n} Sätze" }, 1, "de"), "1 Sätze");
});
