/**
 * What was done in an earlier session, in a line: `8 · 7, Knie 12`.
 * @param {[string, string][]} runs level and values, as the level changed
 * @param {string} level the one that needs no name here
 * @returns {string}
 */
export function sessionText(runs, level) {
  return runs.map(([name, values]) => (name === level ? values : `${name} ${values}`)).join(", ");
}
