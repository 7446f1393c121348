/**
 * Wake the outbox whenever there is reason to hope, and let go of the lock when the page goes.
 * @param {import("./outbox.mjs").Outbox} outbox
 * @param {{window: EventTarget, document: EventTarget & {visibilityState: string}}} page
 * @returns {() => void} undoes it
 */
export function wakeWith(outbox, { window, document }) {
  const wake = () => outbox.wake();
  const visible = () => document.visibilityState === "visible" && outbox.wake();
  const leave = () => outbox.leave();
  const pairs = [
    [window, "online", wake],
    [window, "pageshow", wake],
    [window, "pagehide", leave],
    [document, "visibilitychange", visible],
  ];
  for (const [target, type, listener] of pairs) target.addEventListener(type, listener);
  return () => {
    for (const [target, type, listener] of pairs) target.removeEventListener(type, listener);
  };
}
