import satisfies from "spdx-satisfies";

/** A dependency with what it declares. */
export interface Licensed {
  /** Name and version, for the finding. */
  readonly name: string;
  /** SPDX expression or a common spelling; undefined when none is declared. */
  readonly licence: string | undefined;
}

/** What may be published with us. */
export interface LicencePolicy {
  /** SPDX identifiers, with their exception where they have one. */
  readonly allowed: readonly string[];
  /** What older packages write → the SPDX identifier that it means. */
  readonly spellings: Readonly<Record<string, string>>;
}

/**
 * Names the dependencies whose licence is not allowed. `A OR B` is allowed when one of them is,
 * `A AND B` when both are; a missing licence, and one that is no SPDX expression, never is.
 *
 * @returns One line for each, empty when all are allowed.
 * @example
 * licenceFindings([{ name: "x@1", licence: "GPL-3.0-only" }], { allowed: ["MIT"], spellings: {} });
 * // ["x@1: GPL-3.0-only"]
 */
export function licenceFindings(
  dependencies: readonly Licensed[],
  { allowed, spellings }: LicencePolicy,
): string[] {
  const isAllowed = (licence: string): boolean => {
    try {
      return satisfies(spellings[licence] ?? licence, allowed);
    } catch {
      return false;
    }
  };
  return dependencies
    .filter(({ licence }) => licence === undefined || !isAllowed(licence))
    .map(({ name, licence }) => `${name}: ${licence ?? "no licence"}`);
}
