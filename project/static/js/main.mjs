/* Starts a page's behaviours. An element with data-module="name other-name" gets an object of the
   default class of modules/name.mjs; only what the page uses is loaded. */
async function start(root, name) {
  const { default: Module } = await import(`./modules/${name}.mjs`);
  new Module(root).start();
}

for (const root of document.querySelectorAll("[data-module]")) {
  for (const name of root.dataset.module.split(" ")) {
    start(root, name);
  }
}

/* What the logger keeps on the device for a running workout goes with it, or with its athlete. */
async function forgetOldPages() {
  const running = document.querySelector('meta[name="running-workout"]')?.content;
  const names = await caches.keys();
  for (const name of names) {
    if (name.startsWith("logger-") && name !== `logger-${running}`) await caches.delete(name);
  }
}

if ("caches" in globalThis) forgetOldPages().catch(() => {}); // forbidden: nothing was kept
