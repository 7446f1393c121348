/* Small tools of the logger's parts: find, fill and repeat pieces of the page. */

/* What a page came without is one that nobody sees: all else goes on. */
export function find(root, selector) {
  return root.querySelector(selector) ?? document.createElement("input");
}

export function part(name, root = document) {
  return find(root, `[data-part="${name}"]`);
}

/* A copy of what stands in <template id="…">. */
export function copyOf(id) {
  const piece = document.getElementById(id)?.content.firstElementChild;
  return piece?.cloneNode(true) ?? document.createElement("dialog");
}

/* Writing the same text again would make a screen reader say it again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/* Fill the elements marked data-text="name". */
export function fillTexts(root, texts) {
  for (const [name, text] of Object.entries(texts)) {
    setText(find(root, `[data-text="${name}"]`), text);
  }
}

export function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

/* `{name}` in a text stands for a value. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/**
 * Make a list show these items. Elements stay the same for the same key, so that focus and a
 * finger on a button survive.
 * @template T
 * @param {Element} list
 * @param {T[]} items each with `key`
 * @param {(item: T) => HTMLElement} make
 * @param {(element: HTMLElement, item: T, index: number) => void} update
 */
export function keyed(list, items, make, update) {
  const known = new Map([...list.children].map((child) => [child.dataset.key, child]));
  items.forEach((item, index) => {
    const element = known.get(item.key) ?? make(item);
    known.delete(item.key);
    element.dataset.key = item.key;
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
    update(element, item, index);
  });
  for (const gone of known.values()) gone.remove();
}

/* Call `act` with what a pressed button is for, and the key of the item it belongs to. */
export function onPressed(root, act) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (!button || !root.contains(button)) return;
    act(button.dataset.do, button.closest("[data-key]")?.dataset.key ?? null, button);
  });
}
