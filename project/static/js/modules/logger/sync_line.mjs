/* Says plainly what is stored where, and what needs the athlete. */
import { plural } from "../../lib/plural.mjs";
import { copyOf, fillTexts, keyed, part, setText } from "./dom.mjs";
import { sheet } from "./sheet.mjs";

const PATIENCE_MS = 1500; // a set that is on its way this long is worth a word

export class SyncLine {
  #since = 0;
  #timer = null;
  #dialog = null;
  #heldUp = false;

  /**
   * @param {import("./store.mjs").Store} store
   * @param {import("./words.mjs").Words} words
   * @param {(text: string) => void} say to screen readers
   */
  constructor(store, words, say) {
    this.store = store;
    this.words = words;
    this.say = say;
    this.line = part("sync");
    this.alert = part("alert");
    part("sync-retry").addEventListener("click", () => store.outbox.wake());
    part("sync-attention").addEventListener("click", () => this.showAttention());
  }

  /** The athlete wants to finish while something waits, or without network: say so meanwhile. */
  holdUp() {
    this.#heldUp = true;
    this.show();
    this.alert.scrollIntoView({ block: "center" });
    this.say(this.finishText(this.store.outbox.waiting));
  }

  finishText(waiting) {
    const { words } = this;
    return waiting.length > 0 ? words.waiting("finish_waits", waiting) : words.say("finish_offline");
  }

  show() {
    const { outbox } = this.store;
    const { waiting, attention, persistent, state } = outbox;
    this.#heldUp &&= waiting.length > 0 || !navigator.onLine;
    const text = this.textOf(state, waiting, attention.length);
    const calm = state === "idle";
    const shown = calm && attention.length > 0 ? "waiting" : state;
    if (setLine(this.line, text, shown === "idle" ? "stored" : shown) && !calm) this.say(text);

    const signIn = state === "sign-in";
    setText(part("sync-text"), this.alertText(state, waiting, attention.length, persistent));
    part("sync-sign-in").hidden = !signIn;
    part("sync-retry").hidden = !signIn && !(waiting.length > 0 && outbox.retryAt !== null);
    part("sync-attention").hidden = attention.length === 0;
    part("sync-over").hidden = this.store.running || this.store.gone;
    this.alert.hidden = part("sync-text").textContent === "";
    if (this.#dialog) this.showAside(attention);
  }

  textOf(state, waiting, refused) {
    const { words } = this;
    const stored = refused > 0 ? plural(words.texts.not_stored, refused) : words.say("all_stored");
    if (waiting.length === 0) {
      this.#since = 0;
      return stored;
    }
    if (state === "offline") return words.waiting("waits_for_network", waiting);
    if (state === "waiting") return words.waiting("waits_for_server", waiting);
    if (state === "sign-in") return words.waiting("waits_for_sign_in", waiting);
    // On its way: in the usual case it has arrived before it could be read.
    const now = Date.now();
    this.#since ||= now;
    clearTimeout(this.#timer);
    if (now - this.#since >= PATIENCE_MS) return words.waiting("being_stored", waiting);
    this.#timer = setTimeout(() => this.show(), PATIENCE_MS);
    return stored;
  }

  alertText(state, waiting, refused, persistent) {
    const { texts } = this.words;
    if (this.store.gone) return texts.gone;
    if (!this.store.running) return texts.over;
    if (state === "sign-in" && waiting.length > 0) return this.words.waiting("sign_in", waiting);
    if (refused > 0) return plural(texts.refused, refused);
    if (this.#heldUp) return this.finishText(waiting);
    if (waiting.length > 0 && !persistent) return texts.keep_open;
    return "";
  }

  showAttention() {
    this.#dialog = sheet("log-attention", (what, _, id) => {
      const aside = this.store.outbox.attention.find((each) => each.id === id);
      if (!aside) return;
      if (what === "retry") this.store.retry(aside);
      else this.store.discard(aside);
    });
    this.#dialog.addEventListener("close", () => (this.#dialog = null));
    this.showAside(this.store.outbox.attention);
    this.#dialog.showModal();
  }

  showAside(attention) {
    if (attention.length === 0) {
      this.#dialog.close();
      return;
    }
    const items = attention.map((aside) => ({ ...aside, key: aside.id }));
    keyed(
      part("aside", this.#dialog),
      items,
      () => copyOf("log-aside"),
      (item, aside) => {
        fillTexts(item, { what: this.nameOf(aside), why: aside.reason.body?.message ?? "" });
      },
    );
  }

  nameOf({ kind, body }) {
    if (kind !== "set" || !body.done) return this.words.say("a_change");
    const type = body.reps === undefined ? "duration" : "reps";
    const value = this.words.amount(body[type], type);
    return this.words.say("a_set", { level: body.level, value });
  }
}

/* Returns whether it says something new. */
function setLine(line, text, state) {
  const fresh = part("sync-line", line).textContent !== text;
  setText(part("sync-line", line), text);
  line.dataset.state = state;
  return fresh;
}
