/* Menus are <details>. They close on Escape, on a click outside, and when focus leaves. */
export default class Menu {
  constructor(root) {
    this.root = root;
    this.summary = root.querySelector("summary");
  }

  start() {
    document.addEventListener("click", (event) => {
      if (!this.root.contains(event.target)) this.close();
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.root.open) return;
      this.close();
      this.summary.focus();
    });
    this.root.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.root.contains(event.relatedTarget)) this.close();
    });
  }

  close() {
    this.root.open = false;
  }
}
