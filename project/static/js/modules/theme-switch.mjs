/* Three buttons: as the system, light, dark. Hidden until this runs, as they need it. */
export default class ThemeSwitch {
  constructor(root) {
    this.root = root;
    this.buttons = [...root.querySelectorAll("button[value]")];
  }

  start() {
    this.root.hidden = false;
    this.root.addEventListener("click", (event) => {
      const button = event.target.closest("button[value]");
      if (button) this.choose(button.value);
    });
    addEventListener("themechange", () => this.show());
    this.show();
  }

  choose(theme) {
    try {
      if (theme === "system") localStorage.removeItem("theme");
      else localStorage.setItem("theme", theme);
    } catch {
      return; // storage is forbidden: the system decides
    }
    dispatchEvent(new Event("themechange"));
  }

  chosen() {
    try {
      return localStorage.getItem("theme") ?? "system";
    } catch {
      return "system";
    }
  }

  show() {
    const chosen = this.chosen();
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", String(button.value === chosen));
    }
  }
}
