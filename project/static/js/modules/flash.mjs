/* The messages of the last action: announced by screen readers, and dismissible. */
export default class Flash {
  constructor(root) {
    this.root = root;
  }

  start() {
    for (const button of this.root.querySelectorAll("[data-dismiss]")) {
      button.hidden = false;
    }
    // A live region announces only what is added to it after the page has loaded.
    this.root.append(...this.root.children);
    this.root.addEventListener("click", (event) => {
      event.target.closest("[data-dismiss]")?.closest(".flash").remove();
    });
  }
}
