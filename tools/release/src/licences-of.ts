import type { Licensed } from "./licence-findings.ts";
import type { Sbom } from "./write-sbom.ts";

/** The licences of a bill of materials; several of one component must all be kept. */
export function licencesOf({ components }: Sbom): Licensed[] {
  return components.map(({ purl, licenses = [] }) => {
    const names = licenses.map(
      ({ license, expression }) => expression ?? license?.id ?? license?.name ?? "unnamed",
    );
    return { name: purl, licence: names.length === 0 ? undefined : names.join(" AND ") };
  });
}
