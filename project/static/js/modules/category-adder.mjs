/* Adds a category without leaving the form. Without this, it is made when the form is saved. */
export default class CategoryAdder {
  constructor(root) {
    this.root = root;
    this.choices = root.querySelector("[data-choices]");
    this.blank = root.querySelector("template[data-blank]");
    this.field = root.querySelector('[name="new_category"]');
    this.button = root.querySelector("[data-add]");
    this.error = root.querySelector("[data-error]");
    this.status = root.querySelector("[data-status]");
  }

  start() {
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.add());
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.add();
    });
  }

  async add() {
    const name = this.field.value.trim();
    if (!name || this.button.disabled) return;
    this.button.disabled = true;
    try {
      const answer = await fetch(this.root.dataset.url, {
        method: "POST",
        headers: {
          Accept: "application/json",
          "Content-Type": "application/json",
          "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
        },
        body: JSON.stringify({ name }),
      });
      const result = await answer.json();
      if (answer.ok) this.choose(result);
      else this.refuse(result.message);
    } catch {
      // No network: the category is made when the form is saved.
      this.refuse("");
    } finally {
      this.button.disabled = false;
    }
  }

  choose({ id, name }) {
    const boxes = [...this.choices.querySelectorAll("input")];
    let box = boxes.find((candidate) => candidate.value === String(id));
    if (!box) {
      const label = this.blank.content.firstElementChild.cloneNode(true);
      box = label.querySelector("input");
      box.value = id;
      label.querySelector("[data-text]").textContent = name;
      this.choices.append(label);
    }
    box.checked = true;
    this.field.value = "";
    this.refuse("");
    this.status.textContent = this.status.dataset.text;
  }

  refuse(message) {
    this.error.querySelector("[data-text]").textContent = message;
    this.error.hidden = !message;
    this.field.toggleAttribute("aria-invalid", Boolean(message));
  }
}
