/** Titles, links and other strings for the terminal itself, from their start to their end. */
const strings =
  /(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0080-\u009f]*(?:\u0007|\u001b\\|\u009c)/g;
/** Colours, cursor movements and all other sequences. */
const sequences = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[ -/]*[0-~]/g;
/** Invisible characters that reorder text, hide in it or carry hidden text; joiners stay. */
const invisible =
  /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;
/** Line ends, tabs and every blank but the space itself: each run becomes one space. */
const blanks = /(?:[^\S ]|\u0085)+/gu;
/** C0, C1 and DEL: they move the cursor, ring, or start a sequence. */
const controls = /\p{Cc}/gu;
/** More marks on one letter than any language writes: they spill over the lines above and below. */
const markPiles = /(\p{M}{8})\p{M}+/gu;

/**
 * Text of others, safe to print on a terminal and to put on one line.
 *
 * Escape sequences and control characters are removed, so are characters that turn the writing
 * direction or are invisible (joiners stay: emoji and some scripts need them). Line breaks and tabs
 * become a space, and lone surrogates U+FFFD. The time grows with the length only.
 *
 * @param text Any text.
 * @returns One line without control characters, without blanks at its ends.
 * @example
 * stripControl("\u001b[31mred\u001b[0m\tpan\u202e"); // "red pan"
 */
export function stripControl(text: string): string {
  return text
    .toWellFormed()
    .replace(strings, "")
    .replace(sequences, "")
    .replace(invisible, "")
    .replace(blanks, " ")
    .replace(controls, "")
    .replace(markPiles, "$1")
    .trim();
}
