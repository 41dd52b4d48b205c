import type { CapturedQuery } from "../live-capture.ts";

/** What tells the products of a list apart, best first: ids, or titles where the API gives no ids. One that comes twice counts at its first place. */
export function resultKeys({ results }: CapturedQuery): readonly string[] {
  return [...new Set(results.map(({ id, title }) => id ?? title))];
}
