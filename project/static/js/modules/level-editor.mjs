import { levelLines } from "../lib/level_lines.mjs";

const MOST_PASTED = 100;

/* The rows of a ladder: buttons to move, remove and add instead of numbers and check boxes. The
   fields stay the same ones: places are numbered anew, a stored level is removed by its box. */
export default class LevelEditor {
  constructor(root) {
    this.root = root;
    this.list = root.querySelector("[data-rows]");
    this.blank = root.querySelector("template[data-blank]");
    this.status = root.querySelector("[data-status]");
  }

  start() {
    this.root.classList.add("level-editor-live");
    for (const row of this.rows()) {
      const isBlank = !this.name(row).value && !this.id(row).value && !this.texts(row);
      if (isBlank) row.remove();
      else this.prepare(row);
    }
    this.number();
    const add = this.root.querySelector("[data-add]");
    add.hidden = false;
    add.addEventListener("click", () => this.add(this.list.lastElementChild));
    this.list.addEventListener("click", (event) => this.act(event));
    this.list.addEventListener("keydown", (event) => this.enter(event));
    this.list.addEventListener("paste", (event) => this.paste(event));
  }

  rows() {
    return [...this.list.querySelectorAll("[data-row]")];
  }

  name(row) {
    return row.querySelector('[name="level_name"]');
  }

  id(row) {
    return row.querySelector('[name="level_id"]');
  }

  box(row) {
    return row.querySelector('[name="level_remove"]');
  }

  /* What is typed about how it goes. */
  texts(row) {
    const fields = row.querySelectorAll('[data-part="texts"] :is(textarea, input)');
    return [...fields].map(({ value }) => value).join("");
  }

  prepare(row) {
    row.querySelector('[name="level_order"]').hidden = true;
    row.querySelector("[data-buttons]").hidden = false;
    const label = row.querySelector(".level-remove");
    if (label) label.hidden = true;
    this.show(row);
  }

  /* A stored level that is to go stays in sight until the form is saved. */
  show(row) {
    const gone = this.box(row)?.checked ?? false;
    row.classList.toggle("level-row-gone", gone);
    this.name(row).readOnly = gone;
    const button = row.querySelector("[data-remove]");
    button.querySelector("use").setAttribute(
      "href",
      button.querySelector("use").getAttribute("href").replace(/#.*/, gone ? "#arrow-counterclockwise" : "#trash3"),
    );
    this.removeLabel ??= button.querySelector("svg").getAttribute("aria-label");
    button.querySelector("svg").setAttribute("aria-label", gone ? button.dataset.undo : this.removeLabel);
  }

  number() {
    this.rows().forEach((row, index) => {
      const field = this.name(row);
      row.querySelector('[name="level_order"]').value = index + 1;
      field.setAttribute("aria-label", field.dataset.label.replace("{number}", String(index + 1)));
    });
  }

  add(after) {
    const row = this.blank.content.firstElementChild.cloneNode(true);
    this.prepare(row);
    if (after) after.after(row);
    else this.list.append(row);
    this.number();
    this.name(row).focus();
  }

  act(event) {
    const button = event.target.closest("button");
    const row = button?.closest("[data-row]");
    if (!row) return;
    if (button.dataset.move) this.move(row, Number(button.dataset.move), button);
    else if ("remove" in button.dataset) this.remove(row, button);
  }

  move(row, by, button) {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(row);
    else other.after(row);
    this.number();
    button.focus();
    this.status.textContent = `${this.name(row).value}: ${this.rows().indexOf(row) + 1}/${this.rows().length}`;
  }

  remove(row, button) {
    const box = this.box(row);
    if (box) {
      box.checked = !box.checked;
      this.show(row);
      this.status.textContent = box.checked ? `${this.name(row).value}: ${button.dataset.gone}` : "";
      return;
    }
    const near = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.number();
    if (near) this.name(near).focus();
    else this.root.querySelector("[data-add]").focus();
  }

  /* Enter writes the next level instead of sending a half-written form. */
  enter(event) {
    if (event.key !== "Enter" || event.target.name !== "level_name") return;
    event.preventDefault();
    const row = event.target.closest("[data-row]");
    if (this.name(row).value.trim()) this.add(row);
  }

  /* Several lines are as many levels; a field alone would make one of them. */
  paste(event) {
    const field = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const [first, ...others] = levelLines(text).slice(0, MOST_PASTED);
    if (field.name !== "level_name" || field.readOnly || first === undefined) return;
    if (!others.length && text.trimStart().startsWith(first)) return;
    event.preventDefault();
    field.setRangeText(first, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    let row = field.closest("[data-row]");
    for (const name of others) {
      this.add(row);
      row = row.nextElementSibling;
      this.name(row).value = name;
    }
  }
}
