/* Choosing an exercise: mine, lately trained first; everybody's when words are typed. What was
   fetched once is there without network, too. */
import { copyOf, fillTexts, find, part, setText } from "./dom.mjs";
import { sheet } from "./sheet.mjs";

const PAUSE = 250; // ms without a key before the server is asked

export class Picker {
  #mine = null;

  /**
   * @param {string} url
   * @param {import("./words.mjs").Words} words
   */
  constructor(url, words) {
    this.url = url;
    this.words = words;
  }

  /** Fetch mine before they are needed, for when there is no network then. */
  async prepare() {
    try {
      this.#mine ??= await this.#fetch("");
    } catch {
      // The next look tries again.
    }
  }

  /**
   * @param {string} title
   * @returns {Promise<object | null>} the chosen exercise
   */
  open(title) {
    let found = [];
    let chosen = null;
    const dialog = sheet("log-picker", (_, button) => {
      chosen = found[Number(button.value)];
      dialog.close();
    });
    setText(part("sheet-title", dialog), title);
    const query = part("query", dialog);
    const show = (choices, text) => {
      found = choices;
      part("choices", dialog).replaceChildren(...choices.map((each, n) => this.#item(each, n)));
      setText(part("found", dialog), text);
    };

    let timer = null;
    let asked = 0;
    const search = async () => {
      const number = (asked += 1);
      const words = query.value.trim();
      try {
        const choices = words ? await this.#fetch(words) : (this.#mine ??= await this.#fetch(""));
        if (number !== asked) return;
        const isEmpty = !words && choices.length === 0;
        part("no-library", dialog).hidden = !isEmpty;
        const nothing = this.words.say(isEmpty ? "library_empty" : "nothing_found");
        show(choices, choices.length ? "" : nothing);
      } catch {
        if (number === asked) show(this.#known(words), this.words.say("search_offline"));
      }
    };
    query.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(search, PAUSE);
    });
    query.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });

    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        clearTimeout(timer);
        asked += 1;
        resolve(chosen);
      });
      dialog.showModal();
      search();
    });
  }

  #known(words) {
    const wanted = words.toLowerCase();
    return (this.#mine ?? []).filter(({ title }) => title.toLowerCase().includes(wanted));
  }

  #item(choice, number) {
    const item = copyOf("log-choice");
    find(item, "button").value = String(number);
    const names = choice.levels.map(({ name }) => name);
    const ladder = names.length > 1 ? `${names[0]} → ${names.at(-1)}` : names.join("");
    const owner = choice.owner ? `${this.words.say("by", { name: choice.owner })} · ` : "";
    fillTexts(item, { title: choice.title, detail: owner + ladder });
    return item;
  }

  async #fetch(words) {
    const url = new URL(this.url, location.href);
    if (words) url.searchParams.set("q", words);
    const response = await fetch(url, {
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout?.(8000),
    });
    if (!response.ok) throw new Error(`no choices: ${response.status}`);
    return (await response.json()).choices;
  }
}
