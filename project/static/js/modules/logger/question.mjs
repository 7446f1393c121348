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

/** Whether a hold of no time at all is about to be stored. */
export function isNothing(value, type) {
  return type === "duration" && value === 0;
}

/** A clock that was stopped at once, or a slip of the thumb. */
export function meansNothing(words, { exercise, set }) {
  return question({
    title: words.say("nothing_title", { set: words.set(exercise, set) }),
    text: words.say("nothing_text"),
    yes: words.say("nothing_yes"),
  });
}
