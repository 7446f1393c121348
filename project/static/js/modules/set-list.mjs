/* The workout editor without page loads. The buttons named `do` work through the server; this does
   the same on the page, so that adding a set needs no network. Only an exercise that is picked is
   fetched: the form is sent as it would be anyway, and its block is taken from the answer. */
import {
  renumberedAction,
  renumberedId,
  renumberedLabel,
  renumberedName,
} from "../lib/numbering.mjs";

import { fieldAfter, meaningOf, sidesAfter } from "../lib/training/editor_fields.mjs";

const IDS = ["id", "for", "aria-describedby", "aria-labelledby"];

export default class SetList {
  constructor(form) {
    this.form = form;
    this.list = this.part("blocks");
    this.undo = this.part("undo");
    this.spare = new WeakMap(); // a block's last row, for when all of them were removed
  }

  start() {
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.form.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("input", (event) => this.typed(event.target));
    this.undo.querySelector("button").addEventListener("click", () => this.putBack());
    addEventListener("pageshow", () => (this.saving = false)); // back from the next page
    const keys = matchMedia("(hover: hover) and (pointer: fine)").matches; // else a keyboard pops up
    if (keys && !document.querySelector("[autofocus]")) this.form.elements.wtitle.focus();
  }

  part(name, root = this.form) {
    return root.querySelector(`[data-part="${name}"]`);
  }

  blocks() {
    return [...this.list.children];
  }

  rows(block) {
    return [...this.part("rows", block).children];
  }

  key(event) {
    const meaning = meaningOf(event, event.target);
    if (!meaning) return;
    event.preventDefault();
    if (meaning === "save") this.form.requestSubmit(this.saveButton());
    else this.next(event.target);
  }

  saveButton() {
    return this.form.querySelector(".submit-bar [type=submit]");
  }

  next(field) {
    const shown = [...this.form.elements].filter((each) => each.checkVisibility?.() ?? true);
    const next = fieldAfter(shown, field) ?? this.saveButton();
    next.focus();
    next.select?.();
  }

  /* A value that somebody types is theirs, also where it is the planned one. */
  typed(field) {
    if (field.classList.contains("value-input")) this.confirm([field.closest("[data-part=row]")]);
  }

  confirm(rows) {
    for (const row of rows) {
      row.removeAttribute("data-planned");
      const plan = row.querySelector('input[name^="plan"]');
      if (plan) plan.value = "";
    }
  }

  did(block, set) {
    if (!block) this.blocks().forEach((each) => this.confirm(this.rows(each)));
    else this.confirm(set ? [this.rows(block)[set - 1]] : this.rows(block));
    (set ? this.rows(block)[set - 1].querySelector(".value-input") : (block ?? this.saveButton())).focus();
    return true;
  }

  submit(event) {
    const action = event.submitter?.name === "do" ? event.submitter.value : "";
    if (this.passing) return; // the server does it after all
    if (!action) {
      if (this.saving) event.preventDefault();
      else if (navigator.onLine) this.saving = true;
      else {
        event.preventDefault(); // the browser's own page would come, and all that was typed go
        this.say(this.form.dataset.noNetwork);
      }
      return;
    }
    const [verb, exercise, set] = action.split(":");
    if (verb === "add" || verb === "replace") {
      event.preventDefault();
      this.fetch(event.submitter, verb === "replace" ? Number(exercise) : 0);
    } else if (this.change(verb, this.blocks()[exercise - 1], Number(set))) {
      event.preventDefault();
    }
  }

  /* Returns whether it was done here. */
  change(verb, block, set) {
    switch (verb) {
      case "set":
        return this.addSet(block);
      case "did":
        return this.did(block, set);
      case "unset":
        return this.removeSet(block, this.rows(block)[set - 1]);
      case "up":
        block.previousElementSibling?.before(block);
        return this.moved(block, verb);
      case "down":
        block.nextElementSibling?.after(block);
        return this.moved(block, verb);
      case "remove":
        return this.remove(block);
      case "choose":
        return this.aim(this.blocks().indexOf(block) + 1);
      case "cancel":
        return this.aim(0);
      default:
        return false;
    }
  }

  addSet(block) {
    const rows = this.part("rows", block);
    const before = rows.lastElementChild ?? this.spare.get(block);
    if (!before) return false;
    const side = before.querySelector('select[name^="side"]')?.value;
    const added = sidesAfter(side, "sides" in block.dataset).map((each) => this.another(before, each));
    rows.append(...added);
    this.renumber();
    const [value] = added.map((row) => row.querySelector(".value-input"));
    value.select();
    value.focus();
    return true;
  }

  /* A row like the one before it, of a side; its type is its own. */
  another(before, side) {
    const row = before.cloneNode(true);
    const values = [...before.querySelectorAll("select")].map((select) => select.value);
    row.querySelectorAll("select").forEach((select, place) => (select.value = values[place]));
    this.clean(row);
    const fields = { side, type: "" };
    for (const [name, value] of Object.entries(fields)) {
      const select = row.querySelector(`select[name^="${name}"]`);
      if (select) select.value = value;
    }
    return row;
  }

  /* A copy is a new row: it has no stored set and no messages. */
  clean(row) {
    for (const field of row.querySelectorAll('input[type="hidden"]')) field.value = "";
    const plan = row.querySelector('input[name^="plan"]');
    if (plan) plan.value = row.querySelector(".value-input").value;
    row.toggleAttribute("data-planned", Boolean(plan?.value));
    row.querySelector(".row-errors")?.remove();
    for (const field of row.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  }

  removeSet(block, row) {
    this.spare.set(block, row);
    this.takeOut(row, this.form.dataset.setRemoved);
    block.focus();
    return true;
  }

  remove(block) {
    const next = block.nextElementSibling ?? block.previousElementSibling ?? this.part("picker");
    this.takeOut(block, this.form.dataset.exerciseRemoved);
    next.focus();
    return true;
  }

  takeOut(element, words) {
    this.removed = { element, parent: element.parentElement, next: element.nextElementSibling };
    element.remove();
    this.renumber();
    this.say(words);
    this.undo.hidden = false;
  }

  putBack() {
    const { element, parent, next } = this.removed;
    parent.insertBefore(element, next?.parentElement === parent ? next : null);
    this.renumber();
    this.say("");
    this.undo.hidden = true;
    (element.querySelector(".value-input") ?? element).focus();
  }

  moved(block, verb) {
    this.renumber();
    block.querySelector(`button[value^="${verb}:"]`).focus();
    block.scrollIntoView({ block: "nearest" });
    return true;
  }

  /* What is picked next is added, or takes the place of an exercise. */
  aim(exercise) {
    const picker = this.part("picker");
    const verb = exercise ? `replace:${exercise}` : "add";
    for (const button of picker.querySelectorAll('button[name="do"]')) {
      button.value = button.value.replace(/^(add|replace:\d+)/, verb);
    }
    picker.dataset.verb = verb;
    this.part("aim-add", picker).hidden = Boolean(exercise);
    this.part("aim-replace", picker).hidden = !exercise;
    this.part("aim-cancel", picker).hidden = !exercise;
    this.part("aim-number", picker).textContent = exercise || "";
    picker.scrollIntoView({ block: "start" });
    picker.focus();
    return true;
  }

  async fetch(button, replaced) {
    if (this.fetching) return;
    this.fetching = true;
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: new FormData(this.form, button),
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const blocks = page.querySelectorAll('[data-part="block"]');
      const block = blocks[replaced ? replaced - 1 : this.blocks().length];
      if (answer.ok && block) this.put(document.importNode(block, true), replaced);
      else this.pass(button);
    } catch {
      this.say(this.form.dataset.offline);
    } finally {
      this.fetching = false;
    }
  }

  put(block, replaced) {
    if (replaced) this.blocks()[replaced - 1].replaceWith(block);
    else this.list.append(block);
    this.aim(0);
    this.renumber();
    this.say("");
    block.focus();
    block.scrollIntoView({ block: "nearest" });
  }

  /* Something else came back, such as the sign-in page: let the browser show it. */
  pass(button) {
    this.passing = true;
    this.form.requestSubmit(button);
  }

  say(words) {
    this.part("said").textContent = words ?? "";
    this.undo.hidden = true;
  }

  renumber() {
    this.blocks().forEach((block, place) => {
      this.number(block, place + 1, 0);
      this.rows(block).forEach((row, at) => {
        this.number(row, place + 1, at + 1);
        row.querySelector(".set-number").textContent = at + 1;
      });
    });
    this.form.elements.exercise_count.value = this.blocks().length;
  }

  number(root, exercise, set) {
    for (const element of [root, ...root.querySelectorAll("*")]) {
      for (const name of IDS) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, renumberedId(value, exercise, set));
      }
      if (element.name === "do") element.value = renumberedAction(element.value, exercise, set);
      else if (element.name) element.name = renumberedName(element.name, exercise);
      const label = set && element.getAttribute("aria-label");
      if (label) element.setAttribute("aria-label", renumberedLabel(label, set));
    }
  }
}
