import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import type { Artifact, Json } from "./manifest.ts";

/** What decides whether a step's result still holds. */
export interface StepIdentity {
  /** Name of the step. */
  readonly name: string;
  /** Raised when the step's code changes what it makes. */
  readonly version: number;
  /** The part of the configuration that the step depends on. */
  readonly config: Json;
  /** What it reads. */
  readonly inputs: readonly Artifact[];
}

/**
 * Fingerprint of a step: equal exactly when name, version, config and inputs are equal.
 *
 * Keys of objects are sorted, so their order does not matter. Of an input with an absolute path only
 * the content counts, so a catalogue may lie elsewhere on another machine.
 *
 * @returns 64 hexadecimal digits.
 * @example
 * stepFingerprint({ name: "split", version: 1, config: { seed: 42 }, inputs: [] }).length; // 64
 */
export function stepFingerprint(identity: StepIdentity): string {
  const inputs = identity.inputs.map(({ path, sha256 }) => [isAbsolute(path) ? "" : path, sha256]);
  const text = sortedJson([identity.name, identity.version, identity.config, inputs]);
  return createHash("sha256").update(text).digest("hex");
}

function sortedJson(value: Json): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries);
  });
}
