/* A form that stays where it is while there is no network: sent, it would make room for the
   browser's own page, and what was typed would be gone. data-no-network says so. */
export default class NeedsNetwork {
  constructor(form) {
    this.form = form;
  }

  start() {
    const note = document.createElement("p");
    note.className = "no-network";
    note.setAttribute("role", "alert");
    this.form.querySelector(".submit-bar").prepend(note);
    this.form.addEventListener("submit", (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      note.textContent = this.form.dataset.noNetwork;
    });
    addEventListener("online", () => (note.textContent = ""));
  }
}
