/* The form of a text for a number, as the language of the page has it. */
let rules = null;

/**
 * `{n}` in the form stands for the number.
 * @param {Record<string, string>} forms by the kinds that `Intl.PluralRules` tells apart
 * @param {number} n
 */
export function plural(forms, n, language = document.documentElement.lang) {
  if (rules?.language !== language) rules = { language, of: new Intl.PluralRules(language) };
  const form = forms[rules.of.select(n)] ?? forms.other;
  return form.replace("{n}", String(n));
}
