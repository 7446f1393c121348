/* A form whose first POST leads to a page that asks. With this the question comes as a dialog on
   the same page; agreeing sends the form with the field by which the server knows that it was
   asked. The words come in data attributes, the dialog from <template id="confirm-dialog">. */
export default class Confirm {
  constructor(form) {
    this.form = form;
  }

  start() {
    const template = document.querySelector("#confirm-dialog");
    if (!template || !HTMLDialogElement.prototype.showModal) return;
    this.template = template;
    this.form.addEventListener("submit", (event) => {
      if (this.agreed) return;
      event.preventDefault();
      this.ask(event.submitter);
    });
  }

  ask(submitter) {
    const dialog = this.template.content.firstElementChild.cloneNode(true);
    const words = this.form.dataset;
    for (const part of ["title", "text", "loss", "button"]) {
      const text = words[`confirm${part[0].toUpperCase()}${part.slice(1)}`] ?? "";
      const place = dialog.querySelector(`[data-part="${part}"]`);
      place.textContent = text;
      (place.closest("[data-wrap]") ?? place).hidden = !text;
    }
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue === "yes") this.send(submitter);
      else this.goBack(submitter);
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  goBack(submitter) {
    // A menu closes when focus leaves it, so its button may be gone by now.
    const menu = submitter?.closest("details:not([open])");
    (menu?.querySelector("summary") ?? submitter)?.focus();
  }

  send(submitter) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = this.form.dataset.confirmField ?? "confirmed";
    field.value = "1";
    this.form.append(field);
    this.agreed = true;
    this.form.requestSubmit(submitter?.form === this.form ? submitter : undefined);
  }
}
