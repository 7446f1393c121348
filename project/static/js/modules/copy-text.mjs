/* Copies what stands in a text field; without a secure address the browser's older way does. */
export default class CopyText {
  constructor(root) {
    this.text = root.querySelector("textarea");
    this.button = root.querySelector("button");
    this.said = root.querySelector('[role="status"]');
  }

  start() {
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.copy());
  }

  async copy() {
    this.text.select();
    let isCopied = false;
    try {
      await navigator.clipboard.writeText(this.text.value);
      isCopied = true;
    } catch {
      isCopied = document.execCommand("copy"); // no clipboard here, or not allowed
    }
    this.said.textContent = isCopied ? this.button.dataset.copied : this.button.dataset.marked;
  }
}
