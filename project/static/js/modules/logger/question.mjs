/* A question with yes and no, in the dialog that all pages have. */
import { copyOf, find, part, setText } from "./dom.mjs";

/**
 * @param {{title: string, text: string, yes: string}} words
 * @returns {Promise<boolean>}
 */
export function question({ title, text, yes }) {
  const dialog = copyOf("confirm-dialog");
  setText(part("title", dialog), title);
  setText(part("text", dialog), text);
  setText(part("button", dialog), yes);
  find(dialog, "[data-wrap]").hidden = true;
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
