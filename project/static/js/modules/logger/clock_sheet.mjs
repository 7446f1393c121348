/* How the clock for holds works: time to get ready, allowance for the tap, end at the target. */
import { keepSettings, readSettings } from "../../lib/training/clock_settings.mjs";
import { part } from "./dom.mjs";
import { sheet } from "./sheet.mjs";

export class ClockSheet {
  constructor() {
    this.settings = readSettings();
    part("clock").addEventListener("click", () => this.open());
  }

  /** Only whoever has a hold to do needs it. */
  show(workout) {
    const held = workout.exercises.some((exercise) => exercise.counting_type === "duration");
    part("clock").hidden = !held;
  }

  open() {
    const dialog = sheet("log-clock-sheet", (what, button) => {
      const { settings } = this;
      if (what === "stops") this.keep({ ...settings, stops: !settings.stops });
      else this.keep({ ...settings, [what]: Number(button.value) });
      this.mark(dialog);
    });
    this.mark(dialog);
    dialog.showModal();
  }

  keep(settings) {
    this.settings = settings;
    keepSettings(settings);
  }

  mark(dialog) {
    const { settings } = this;
    for (const button of dialog.querySelectorAll("[data-do]")) {
      const what = button.dataset.do;
      if (what === "close") continue;
      const on = what === "stops" ? settings.stops : settings[what] === Number(button.value);
      button.setAttribute("aria-pressed", String(on));
    }
  }
}
