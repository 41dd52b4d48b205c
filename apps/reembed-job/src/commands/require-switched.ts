import type { Reembedding } from "@searchfit/pg-corpus";
import { ReembedError } from "../reembed-error.ts";

/** Refuses to switch back where there was no switch, or its former vectors are gone. */
export function requireSwitched(reembedding: Reembedding | undefined): Reembedding {
  if (reembedding?.state === "active" && reembedding.strategy !== "in-place") return reembedding;
  const came = reembedding === undefined ? "none" : cameOf(reembedding);
  throw new ReembedError(
    "SWITCH_NOT_POSSIBLE",
    `Expected a switch whose former vectors are kept, got ${came}.`,
    { hint: "reembed status says what there is to do.", details: { state: reembedding?.state } },
  );
}

function cameOf({ state, strategy }: Reembedding): string {
  if (strategy === "in-place") return "one in place, which writes over them";
  return `one that is ${state}`;
}
