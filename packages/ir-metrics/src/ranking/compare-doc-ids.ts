import type { DocId } from "./qrels.ts";

/**
 * Order of two document ids by their UTF-8 bytes, which is the order of their code points.
 *
 * It differs from JavaScript's `<` (UTF-16 units) where an id has characters beyond U+FFFF, and
 * from `localeCompare` almost everywhere.
 *
 * @param a An id.
 * @param b Another id.
 * @returns Below 0 when `a` comes first, 0 when they are equal, above 0 when `b` comes first.
 * @example
 * compareDocIds("10", "9"); // -1: "1" is a smaller byte than "9"
 */
export function compareDocIds(a: DocId, b: DocId): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const unitOfA = a.charCodeAt(index);
    const unitOfB = b.charCodeAt(index);
    if (unitOfA !== unitOfB) return Math.sign(bytewise(unitOfA) - bytewise(unitOfB));
  }
  return Math.sign(a.length - b.length);
}

/** A UTF-16 unit as a number that sorts like UTF-8: surrogates stand for U+10000 and above. */
function bytewise(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
