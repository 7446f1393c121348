/* A long press on a button; the click that follows it is swallowed. What counts as one is the
   business of lib/tap_counter.mjs. */
import { LONG_PRESS_MS, pressDown, pressMove, pressTick } from "../../lib/training/tap_counter.mjs";

/** Until then the click of a finger that came up has come. */
const AFTER_MS = 100;

/**
 * @param {Element} root
 * @param {string} selector of the buttons below `root`
 * @param {(button: HTMLElement) => void} act
 */
export function onLongPress(root, selector, act) {
  let press = null;
  let timer = null;
  let swallow = false;
  const stop = () => {
    clearTimeout(timer);
    press = null;
  };
  root.addEventListener("pointerdown", (event) => {
    const button = event.target.closest(selector);
    stop();
    swallow = false;
    if (!button || event.button !== 0) return;
    press = pressDown(Date.now(), event.clientX, event.clientY);
    timer = setTimeout(() => {
      if (!press) return;
      const ticked = pressTick(press, Math.max(Date.now(), press.at + LONG_PRESS_MS));
      press = null;
      if (!ticked.long) return;
      swallow = true;
      act(button);
    }, LONG_PRESS_MS);
  });
  root.addEventListener("pointermove", (event) => {
    if (press) press = pressMove(press, event.clientX, event.clientY);
  });
  root.addEventListener("pointerup", () => {
    stop();
    // A button that what it did has disabled gets no click: the next one is meant.
    if (swallow) setTimeout(() => (swallow = false), AFTER_MS);
  });
  root.addEventListener("pointercancel", stop);
  root.addEventListener("touchend", (event) => {
    // The finger comes up over what has opened under it meanwhile, which it does not mean.
    if (swallow && event.cancelable) event.preventDefault();
  });
  root.addEventListener(
    "click",
    (event) => {
      if (!swallow || !event.target.closest(selector)) return;
      swallow = false;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  root.addEventListener("contextmenu", (event) => {
    if (event.target.closest(selector)) event.preventDefault(); // the phone's own long press
  });
}
