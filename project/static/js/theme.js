/* Runs before the first paint so that no page flashes in the wrong colours: a classic script on
   purpose, as modules are deferred. The choice is "light", "dark" or nothing, the system's. */
(function () {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  function choice() {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage is forbidden: follow the system
    }
  }

  function apply() {
    const chosen = choice();
    const dark = chosen ? chosen === "dark" : system.matches;
    root.dataset.bsTheme = dark ? "dark" : "light";
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
      meta.content = meta.dataset[dark ? "dark" : "light"];
    }
  }

  apply();
  system.addEventListener("change", apply);
  addEventListener("storage", apply);
  addEventListener("themechange", apply);
})();
