/* The time in the logger's head. The page brings it; here it goes on, unless the workout was over
   long ago. */
import { formatDuration } from "../../lib/duration.mjs";
import { elapsedSeconds } from "../../lib/training/elapsed.mjs";
import { part, setText } from "./dom.mjs";

export function goOn() {
  const clock = part("elapsed");
  if (!clock?.dataset.since) return;
  const { since, shown } = clock.dataset;
  const start = { since: Number(since), shown: Number(shown), shownAt: Date.now() };
  const show = () => setText(clock, formatDuration(elapsedSeconds(start, Date.now())));
  show();
  setInterval(show, 1000);
}
