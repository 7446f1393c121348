/* A page's title shows two lines on phones, and all of itself while it has the focus. A tap gives the
   focus and takes it back; the keyboard stops at titles that are cut off. */
export default class Title {
  constructor(root) {
    this.root = root;
    this.wasOpen = false;
  }

  start() {
    new ResizeObserver(() => this.measure()).observe(this.root);
    this.root.addEventListener("pointerdown", () => {
      this.wasOpen = document.activeElement === this.root;
    });
    this.root.addEventListener("click", () => {
      if (this.wasOpen) this.root.blur();
      else this.root.focus();
    });
  }

  measure() {
    if (document.activeElement === this.root) return;
    const { scrollHeight, clientHeight, scrollWidth, clientWidth } = this.root;
    const isCut = scrollHeight > clientHeight + 1 || scrollWidth > clientWidth;
    this.root.tabIndex = isCut ? 0 : -1;
  }
}
