import { createHash } from "node:crypto";

/**
 * A number in [0, 1) that depends on the seed, the purpose and the key alone: a random draw that
 * stays the same whatever else is in the data.
 */
export function unitHash(seed: number, purpose: string, key: string): number {
  const digest = createHash("sha256").update(`${seed}\0${purpose}\0${key}`).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}
