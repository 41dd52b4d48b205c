const HTML =
  /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>|&(?:amp|lt|gt|quot|apos|nbsp|[nm]dash|hellip|bull|middot|deg|times|frac\d\d|euro|pound|copy|reg|trade|szlig|[lr][sd]quo|[lr]aquo|[a-z](?:uml|acute|grave|circ|tilde|cedil|ring|slash)|#\d+|#x[\da-f]+);/iu;

/**
 * Whether a text has HTML tags or entities that shop descriptions have.
 *
 * @example
 * hasHtml("<p>60&nbsp;cm</p>"); // true
 */
export function hasHtml(text: string): boolean {
  return HTML.test(text);
}
