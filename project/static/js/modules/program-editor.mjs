import { renumberedAction, renumberedId, renumberedLabel, renumberedName } from "../lib/numbering.mjs";

/* The days of a program: the buttons that send the form and bring it back do their work on the page. */
export default class ProgramEditor {
  constructor(root) {
    this.root = root;
    this.list = root.querySelector('[data-part="days"]');
    this.blank = root.querySelector('[data-part="blank"]');
    this.said = root.querySelector('[data-part="said"]');
    this.adder = root.querySelector('button[value="add"]');
  }

  start() {
    this.root.addEventListener("click", (event) => this.press(event));
    this.list.addEventListener("change", (event) => this.choose(event));
  }

  press(event) {
    const button = event.target.closest('button[name="do"]');
    const [action] = button?.value.split(":") ?? [];
    if (!["add", "up", "down", "remove"].includes(action)) return;
    event.preventDefault();
    if (action === "add") this.add();
    else if (action === "remove") this.remove(button.closest("li"));
    else this.move(button.closest("li"), action, button);
  }

  add() {
    this.list.append(this.blank.content.cloneNode(true));
    this.number();
    this.list.lastElementChild.querySelector("select").focus();
  }

  remove(day) {
    const near = day.nextElementSibling ?? day.previousElementSibling;
    day.remove();
    this.number();
    this.said.textContent = this.root.dataset.removed;
    (near?.querySelector("select") ?? this.adder).focus();
  }

  move(day, action, button) {
    const other = action === "up" ? day.previousElementSibling : day.nextElementSibling;
    if (!other) return;
    if (action === "up") other.before(day);
    else other.after(day);
    this.number();
    button.focus();
    this.said.textContent = day.querySelector('[data-part="number"]').textContent;
  }

  /* What takes turns was said of the template that was chosen before. */
  choose({ target }) {
    const turns = target.closest("li").querySelector('[data-part="turns"]');
    if (!turns || !target.name.startsWith("daytemplate")) return;
    turns.hidden = turns.querySelector("input").value !== target.value;
  }

  number() {
    const days = [...this.list.children];
    days.forEach((day, index) => this.renumber(day, index + 1));
    this.adder.disabled = days.length >= Number(this.root.dataset.most);
  }

  renumber(day, number) {
    day.id = `day-${number}`;
    const heading = day.querySelector('[data-part="number"]');
    heading.textContent = renumberedLabel(heading.textContent, number);
    for (const part of day.querySelectorAll("[name]")) {
      if (part.name === "do") part.value = renumberedAction(part.value, number);
      else part.name = renumberedName(part.name, number);
    }
    for (const label of day.querySelectorAll("button [aria-label]")) {
      label.setAttribute("aria-label", renumberedLabel(label.getAttribute("aria-label"), number));
    }
    for (const attribute of ["id", "for", "aria-describedby"]) {
      for (const part of day.querySelectorAll(`[${attribute}]`)) {
        const was = part.getAttribute(attribute);
        part.setAttribute(attribute, renumberedId(was, number, was.split("-")[2]));
      }
    }
  }
}
