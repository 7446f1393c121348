import assert from "node:assert/strict";
import { test } from "node:test";

import { wordParter } from "../../project/static/js/lib/word_joints.mjs";

const SHY = "\u00ad";
const part = wordParter([`Knie${SHY}liege${SHY}stütze`, `Auswärts${SHY}drehung`]);
const shown = (text) => part(text).replaceAll(SHY, "-");

test("known words are parted as they are written, others stay", () => {
  assert.equal(shown("Knieliegestütze"), "Knie-liege-stütze");
  assert.equal(shown("Ringe, auswärtsdrehung"), "Ringe, auswärts-drehung");
  assert.equal(shown("Knieliegestütze Knieliegestütze"), "Knie-liege-stütze Knie-liege-stütze");
  assert.equal(shown("Knieliegestützen"), "Knieliegestützen");
  assert.equal(shown("Überknieliegestütze"), "Überknieliegestütze");
  assert.equal(shown(""), "");
});

test("nothing but soft hyphens is added", () => {
  const text = "Dips an Ringen mit Auswärtsdrehung (Knieliegestütze)";
  assert.equal(part(text).replaceAll(SHY, ""), text);
});
