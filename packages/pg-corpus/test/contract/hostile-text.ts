import fc from "fast-check";

const special = fc.constantFrom('"', "\\", "{", "}", ",", "'", "NULL", "$1", " ", "\n", "😀", "é");
const anyCharacter = fc.integer({ min: 1, max: 0xd7ff }).map((code) => String.fromCodePoint(code));

/** Text with the characters that literals and arrays give a meaning to, and any others but NUL. */
export const hostileText = fc
  .array(fc.oneof(special, anyCharacter), { maxLength: 12 })
  .map((parts) => parts.join(""));
