/* Keep this page on the device while its workout runs, so that it opens without network, too.
   Only secure addresses have service workers; elsewhere a reload needs the network. */

/** @param {{workout_id: number, urls: Record<string, string>}} data */
export async function keepPage({ workout_id: workoutId, urls }) {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  try {
    const scope = new URL("..", location.href).pathname;
    await serviceWorker.register(urls.service_worker, { scope });
    const { active } = await serviceWorker.ready;
    active.postMessage({ workoutId, page: location.pathname, files: [...used(), urls.choices] });
  } catch {
    // Forbidden, or no room: everything else works.
  }
}

/** The files of ours that the page has loaded. */
function used() {
  const names = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const ours = names.filter(({ origin, pathname }) => {
    return origin === location.origin && pathname.includes("/static/");
  });
  return new Set(ours.map(({ pathname }) => pathname));
}
