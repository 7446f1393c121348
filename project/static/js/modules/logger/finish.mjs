/* Before the workout ends, everything that waits on this device has to arrive. */
const PATIENCE_MS = 4000;

/**
 * Follow the link only when nothing is waiting any more, and somebody is there to answer.
 * @param {HTMLAnchorElement} link
 * @param {import("./store.mjs").Store} store
 * @param {() => void} heldUp what to do when it takes too long
 */
export function guardFinish(link, store, heldUp) {
  const { outbox } = store;
  link.addEventListener("click", async (event) => {
    if (outbox.pending === 0 && navigator.onLine) return;
    event.preventDefault();
    const waits = outbox.pending > 0;
    outbox.wake();
    if (waits && !navigator.onLine) {
      heldUp(); // known without trying
      return;
    }
    link.setAttribute("aria-busy", "true");
    const arrived = waits ? await settled(outbox) : await store.refresh();
    link.removeAttribute("aria-busy");
    if (arrived) location.assign(link.href);
    else heldUp();
  });
}

/** Ask before the tab closes where that would lose something. */
export function warnBeforeLoss({ outbox }) {
  addEventListener("beforeunload", (event) => {
    if (outbox.pending > 0 && !outbox.persistent) event.preventDefault();
  });
}

function settled(outbox) {
  return new Promise((resolve) => {
    const end = (arrived) => {
      clearTimeout(timer);
      unsubscribe();
      resolve(arrived);
    };
    const timer = setTimeout(() => end(false), PATIENCE_MS);
    const unsubscribe = outbox.subscribe(() => {
      if (outbox.pending === 0) end(true);
    });
  });
}
