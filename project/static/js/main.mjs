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
