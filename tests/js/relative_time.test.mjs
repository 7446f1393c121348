/* What moment.js and Flask-Moment's script say of an age; the server's words are compared with the
   same table by tests/unit/web/test_relative_times.py. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";

const VENDOR = new URL("../../project/static/vendor/", import.meta.url);
const AGES = JSON.parse(readFileSync(new URL("relative_times.json", import.meta.url), "utf8"));
const NOW = Date.parse("2026-03-01T00:30:00Z");

function browser() {
  const page = createContext({ document: { addEventListener() {} } });
  for (const name of ["moment/moment.min.js", "moment/locale/de.js", "flask-moment/flask-moment.js"]) {
    runInContext(readFileSync(new URL(name, VENDOR), "utf8"), page);
  }
  page.moment.locale("de");
  page.moment.now = () => NOW;
  return page;
}

function said(page, seconds) {
  const at = new Date(NOW - seconds * 1000).toISOString();
  const time = {
    dataset: { timestamp: at, function: "fromNow" },
    classList: { remove() {} },
    style: {},
  };
  page.flask_moment_render(time);
  return time.textContent;
}

test("an age has the same words in the browser as on the server", () => {
  const page = browser();
  const words = Object.keys(AGES).map((seconds) => [seconds, said(page, Number(seconds))]);
  assert.deepEqual(Object.fromEntries(words), AGES);
});
