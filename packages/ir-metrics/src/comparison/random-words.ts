/**
 * A source of random 32-bit words: sfc32, small, fast, with a period above 2^64 for any seed.
 * The same seed gives the same words on every machine.
 *
 * @see https://pracrand.sourceforge.net (Chris Doty-Humphrey)
 */
export function createRandomWords(seed: number): () => number {
  let a = scramble(seed);
  let b = scramble(seed + 0x9e3779b9);
  let c = scramble(seed + 0x3c6ef372);
  let counter = 1;
  const next = (): number => {
    const word = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + word;
    c |= 0;
    return word >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** Spreads a seed over 32 bits (the finaliser of splitmix32). */
function scramble(seed: number): number {
  let bits = seed | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return bits ^ (bits >>> 15);
}
