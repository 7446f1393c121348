/* What moment.js and Flask-Moment's script say of an age; the server's words are compared with the
   same table by tests/unit/web/test_relative_times.py. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";

const VENDOR = new URL("../../project/static/vendor/", import.meta.url);
const AGES = JSON.parse(readFileSync(new URL("relative_times.json", import.meta.url), "utf8"));
const NOW = Date.parse("2026-03-01T00:30:00Z");

function browser(language) {
  const page = createContext({ document: { addEventListener() {} } });
  const words = language === "en" ? [] : [`moment/locale/${language}.js`]; // as relative-time.mjs does
  for (const name of ["moment/moment.min.js", ...words, "flask-moment/flask-moment.js"]) {
    runInContext(readFileSync(new URL(name, VENDOR), "utf8"), page);
  }
  page.moment.locale(language);
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
  for (const [language, ages] of Object.entries(AGES)) {
    const page = browser(language);
    const words = Object.keys(ages).map((seconds) => [seconds, said(page, Number(seconds))]);
    assert.deepEqual(Object.fromEntries(words), ages);
  }
});
