/* The full-screen clock for holds: gets the athlete ready, runs, stops on a tap anywhere but on the
   button that throws the time away. */
import { startHold, stopHold, tickHold } from "../../lib/training/hold_clock.mjs";
import { formatDuration } from "../../lib/duration.mjs";
import { copyOf, part, setText } from "./dom.mjs";

const TICK_MS = 100;

/**
 * @param {object} hold
 * @param {string} hold.title
 * @param {number | null} hold.target seconds to reach
 * @param {string} hold.targetText
 * @param {import("../../lib/training/signals.mjs").Signals} hold.signals
 * @param {Record<"ready" | "running" | "reached", string>} hold.words
 * @param {import("../../lib/training/clock_settings.mjs").ClockSettings} hold.settings
 * @returns {Promise<number | null>} whole seconds held; null when it was left before the start
 *   or cancelled
 */
export function holdClock({ title, target, targetText, signals, words, settings }) {
  const dialog = copyOf("log-hold");
  const face = part("hold-face", dialog);
  const digits = part("hold-digits", dialog);
  const phase = part("hold-phase", dialog);
  setText(part("hold-title", dialog), title);
  setText(part("hold-target", dialog), targetText);

  let clock = startHold(Date.now(), { target, ready: settings.ready });
  let stopped = null;
  const tick = () => {
    const ticked = tickHold(clock, Date.now());
    clock = ticked.clock;
    const ready = clock.phase === "ready";
    dialog.classList.toggle("hold-clock-ready", ready);
    const reached = target !== null && ticked.seconds >= target;
    dialog.classList.toggle("hold-clock-reached", reached);
    const shown = ready ? String(ticked.countdown) : formatDuration(ticked.seconds);
    setText(digits, shown);
    digits.classList.toggle("hold-clock-digits-long", shown.length > 4);
    const running = reached ? words.reached : words.running;
    setText(phase, ready ? words.ready : running);
    if (ticked.signal) signals.play(ticked.signal);
    if (reached && settings.stops) stopped?.(target);
  };

  return new Promise((resolve) => {
    const ticking = setInterval(tick, TICK_MS);
    let seconds = null;
    dialog.addEventListener("close", () => {
      clearInterval(ticking);
      dialog.remove();
      resolve(seconds);
    });
    stopped = (held) => {
      seconds = held;
      dialog.close();
    };
    const stop = () => stopped(stopHold(clock, Date.now(), settings.reaction).seconds);
    face.addEventListener("click", stop);
    part("hold-cancel", dialog).addEventListener("click", () => dialog.close());
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault(); // Escape stops like a tap
      stop();
    });
    document.body.append(dialog);
    dialog.showModal();
    tick();
  });
}
