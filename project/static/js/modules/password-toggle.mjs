/* Shows what is being typed into a password field, until the form is sent. */
export default class PasswordToggle {
  constructor(root) {
    this.input = root.querySelector("input");
    this.button = root.querySelector("button");
  }

  start() {
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.show(this.input.type === "password"));
    // Browsers offer to remember a password only while the field is one.
    this.input.form?.addEventListener("submit", () => this.show(false));
  }

  show(visible) {
    this.input.type = visible ? "text" : "password";
    this.button.setAttribute("aria-pressed", String(visible));
  }
}
