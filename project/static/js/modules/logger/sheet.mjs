/* A dialog that comes up from the bottom: it goes on Escape, on its cross, on a tap beside it. */
import { copyOf, onPressed } from "./dom.mjs";

/**
 * @param {string} id of the template
 * @param {(what: string, button: HTMLElement, key: string | null) => void} act on its buttons
 * @returns {HTMLDialogElement} not shown yet
 */
export function sheet(id, act) {
  const dialog = copyOf(id);
  onPressed(dialog, (what, key, button) => {
    if (what === "close") dialog.close();
    else act(what, button, key);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the ground around it
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  return dialog;
}
