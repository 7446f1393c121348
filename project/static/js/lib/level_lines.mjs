/* Lists of levels as people keep them in notes; the same as `rules/library/level_lines.py`. */
const BULLET = /^\s*(?:[-*+–—·>]\s+|[•‣⁃◦▪▫■□●○]\s*)?(?:\[[ xX]?\]\s+|[☐☑☒✓✔]\s*)?(?=\S)/u;
const NUMBER = /^\s*\(?\d{1,3}[.)](?:\s+|(?=\p{L}))(?=\S)/u;

/* The names in a pasted text, without blank lines, bullets and numbers at their starts. Numbers that
   are all that tells two lines apart ("1. Stufe", "2. Stufe") stay. */
export function levelLines(text) {
  const lines = text.split(/[\r\n\u2028\u2029]/u).filter((line) => line.trim());
  const plain = lines.map((line) => clean(line.replace(BULLET, "")));
  const bare = plain.map((line) => clean(line.replace(NUMBER, "")));
  return different(bare) >= different(plain) ? bare : plain;
}

function clean(line) {
  return line.normalize("NFC").replace(/\s+/gu, " ").trim();
}

function different(lines) {
  return new Set(lines.map((line) => line.toLowerCase())).size;
}
