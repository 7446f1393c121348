/* Counting while doing: one large face, a tap for each repetition. */
import { stepValue, tapValue } from "../../lib/training/tap_counter.mjs";
import { copyOf, find, onPressed, part, setText } from "./dom.mjs";

/**
 * @param {{title: string, targetText: string}} count
 * @returns {Promise<number | null>} null when it was left without saving
 */
export function tapCounter({ title, targetText }) {
  const dialog = copyOf("log-tap");
  const digits = part("tap-digits", dialog);
  setText(part("tap-title", dialog), title);
  setText(part("tap-target", dialog), targetText);
  let value = 0;
  const show = () => {
    setText(digits, String(value));
    find(dialog, '[data-do="undo"]').disabled = value === 0;
  };

  return new Promise((resolve) => {
    let result = null;
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(result);
    });
    const acts = {
      tap: () => (value = tapValue(value, "reps")),
      undo: () => (value = stepValue(value, "reps", -1)),
      save: () => {
        result = value;
        dialog.close();
      },
      close: () => dialog.close(),
    };
    onPressed(dialog, (what) => {
      acts[what]();
      show();
    });
    document.body.append(dialog);
    show();
    dialog.showModal();
  });
}
