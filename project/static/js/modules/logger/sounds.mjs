/* Sound, vibration and a screen that stays on, each of which the athlete may switch off. */
import { Signals } from "../../lib/training/signals.mjs";
import { part } from "./dom.mjs";

export class Sounds {
  /** @param {boolean} awake whether the screen shall stay on */
  constructor(awake) {
    this.signals = Signals.of(window);
    for (const what of ["sound", "vibration"]) this.#bind(what);
    // No browser lets a sound out before the first tap.
    document.addEventListener("click", () => this.signals.unlock(), { capture: true });
    if (awake) this.signals.keepAwake();
  }

  #bind(what) {
    const button = part(what);
    button.hidden = !this.signals.supported[what];
    const set = (on) => {
      this.signals[what] = on;
      button.setAttribute("aria-pressed", String(on));
    };
    set(read(what));
    button.addEventListener("click", () => {
      set(!this.signals[what]);
      write(what, this.signals[what]);
    });
  }
}

function read(what) {
  try {
    return localStorage.getItem(`log-${what}`) !== "off";
  } catch {
    return true;
  }
}

function write(what, on) {
  try {
    localStorage.setItem(`log-${what}`, on ? "on" : "off");
  } catch {
    // It lasts as long as the page.
  }
}
