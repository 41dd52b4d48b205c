import type { Verdict } from "./judge-difference.ts";

/** A verdict as it stands in tables. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  better: "better",
  worse: "worse",
  undecided: "no difference shown",
};
