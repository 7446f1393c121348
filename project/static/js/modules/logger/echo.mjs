/* Taps and key presses that repeat themselves, and what they would hit. Which tap is the echo of
   another is the business of lib/double_tap.mjs. */
import { isEcho, lastTap } from "../../lib/double_tap.mjs";

/**
 * Keep echoes from buttons that change with every tap, and from whatever comes to light where the
 * tapped thing has gone, as a dialog does.
 * @param {string} selector of the buttons that change
 * @param {(button: HTMLElement) => unknown} whatOf what such a button acts on now
 */
export function ignoreEchoes(selector, whatOf) {
  let last = null;
  let tapped = null;
  document.addEventListener(
    "click",
    (event) => {
      if (event.detail === 0) return; // a key, or an aid that speaks for one
      const { target, timeStamp: at, clientX: x, clientY: y } = event;
      const button = target.closest(selector);
      const tap = { at, x, y, what: button ? whatOf(button) : target };
      const echo = isEcho(last, tap) && (button !== null || !tapped.isConnected);
      last = echo ? lastTap(last, tap) : tap;
      if (echo) swallow(event);
      else tapped = target;
    },
    true,
  );
  document.addEventListener(
    "keydown",
    (event) => {
      // Held down, Enter would press the button again and again.
      if (event.repeat && event.key === "Enter" && event.target.closest(selector)) swallow(event);
    },
    true,
  );
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}
