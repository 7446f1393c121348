/* Where the Enter key leads in the editor: to the next field that is typed in, to the button that
   saves after the last; a text area keeps its new lines and the search its own meaning. */
const TYPED = new Set(["text", "number", "datetime-local", "tel"]);

export function isTyped(field) {
  return field.tagName === "INPUT" && TYPED.has(field.type) && !field.disabled;
}

export function fieldAfter(fields, current) {
  const typed = fields.filter(isTyped);
  return typed[typed.indexOf(current) + 1] ?? null;
}

/* What a key does in the form: "save", "next" or nothing. */
export function meaningOf({ key, ctrlKey, metaKey, shiftKey, altKey, isComposing }, field) {
  if (key !== "Enter" || isComposing || altKey) return "";
  if (ctrlKey || metaKey) return "save";
  return isTyped(field) && !shiftKey ? "next" : "";
}

/* The sides of the rows of one more set after a row of a side: both, or the one that is missing. */
export function sidesAfter(side, takesSides) {
  if (side === "left") return ["right"];
  return side && takesSides ? ["left", "right"] : [side ?? ""];
}
