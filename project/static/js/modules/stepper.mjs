/* The two buttons beside a number field. */
export default class Stepper {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("input");
    this.step = Number(root.dataset.step) || 1;
  }

  start() {
    for (const button of this.root.querySelectorAll("button[data-by]")) {
      button.hidden = false;
      button.addEventListener("click", () => this.change(Number(button.dataset.by) * this.step));
    }
  }

  change(by) {
    const { min, max, value } = this.input;
    const wanted = (Number(value) || 0) + by;
    this.input.value = Math.min(Math.max(wanted, Number(min)), Number(max));
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
