/* Keeps words such as "vor 3 Minuten" true while a page stays open. Flask-Moment's script says them
   anew every minute; this module loads it and moment.js, once a page, in the page's language.
   Whatever fails, the words that came with the page stay. */
import { loadScript } from "../lib/load_script.mjs";

const VENDOR = new URL("../../vendor/", import.meta.url);
const TIMES = "time[data-timestamp]";

let kept;

export default class RelativeTime {
  start() {
    kept ??= keep().catch(() => {});
  }
}

async function keep() {
  const { lang } = document.documentElement;
  const files = ["moment/moment.min.js", "flask-moment/flask-moment.js"];
  if (lang !== "en") files.splice(1, 0, `moment/locale/${lang}.js`); // English is moment's own
  await Promise.all(files.map((file) => loadScript(new URL(file, VENDOR))));
  const { moment } = globalThis;
  moment.locale(lang); // Flask-Moment's script chose English
  const times = [...document.querySelectorAll(TIMES)];
  const newest = Math.max(...times.map((time) => Date.parse(time.dateTime)));
  // They are all past: where a device's clock is slow, nothing is said to come yet.
  moment.now = () => Math.max(Date.now(), newest);
  globalThis.flask_moment_render_all();
  // While a page is hidden or a device sleeps, nothing is renewed.
  for (const event of ["visibilitychange", "pageshow"]) globalThis.addEventListener(event, renew);
}

function renew() {
  if (document.hidden) return;
  for (const time of document.querySelectorAll(TIMES)) globalThis.flask_moment_render(time);
}
