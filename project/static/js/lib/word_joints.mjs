/* Where long words may be parted on a narrow screen; rules/library/word_joints.py has the list. */
const SOFT_HYPHEN = "\u00ad";

/**
 * @param {string[]} words with soft hyphens where they are joined
 * @returns {(text: string) => string} puts soft hyphens into these words of a text
 */
export function wordParter(words) {
  const parts = new Map(words.map((word) => [whole(word), word.split(SOFT_HYPHEN)]));
  // No look-behind: an older Safari could not read the page's scripts for it.
  const pattern = new RegExp(
    `(^|[^\\p{L}\\p{N}_])(${[...parts.keys()].join("|")})(?![\\p{L}\\p{N}_])`,
    "giu",
  );
  return (text) =>
    text.replace(pattern, (_, before, word) => before + parted(word, parts.get(whole(word))));
}

function whole(word) {
  return word.replaceAll(SOFT_HYPHEN, "").toLowerCase();
}

function parted(word, parts) {
  let end = 0;
  return parts.map(({ length }) => word.slice(end, (end += length))).join(SOFT_HYPHEN);
}
