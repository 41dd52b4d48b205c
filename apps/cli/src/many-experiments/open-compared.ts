import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { readManifest, traceOrigins } from "@searchfit/experiment-store";
import { staleResults } from "../chain/stale-results.ts";
import { CliError } from "../cli-error.ts";
import type { Settings } from "../settings/settings.ts";
import { productsFile, readCatalogue } from "../steps/catalogue.ts";
import { comparisonFile, readResults } from "../steps/compare.ts";
import { finetunedFile, type FinetunedResults } from "../steps/evaluate.ts";
import { readGroups } from "../steps/read-groups.ts";
import { splitFiles } from "../steps/split-files.ts";
import { readTests, type QuerySet } from "../steps/test-queries.ts";

/** An experiment that has been compared with its base model. */
export interface ComparedExperiment {
  /** Its name. */
  readonly name: string;
  /** Its folder. */
  readonly folder: string;
  /** What it was last run with. */
  readonly settings: Settings;
  /** Ids of its catalogue. */
  readonly products: ReadonlySet<string>;
  /** Product → group that its split kept together; empty where it does not tell. */
  readonly groups: ReadonlyMap<string, string>;
  /** Its tests. */
  readonly tests: readonly QuerySet[];
  /** Figures of both models. */
  readonly results: FinetunedResults;
}

/**
 * Reads an experiment by its name, or by its folder. No lock is taken: results appear whole.
 *
 * @param wanted A name in `experimentsFolder`, or a path.
 * @param experimentsFolder Where experiments lie.
 * @throws {CliError} `EXPERIMENT_INCOMPLETE` when there is none, or it has not been compared;
 *   `STALE_RESULTS` when it was compared on other files than those there now.
 */
export async function openCompared(
  wanted: string,
  experimentsFolder: string,
): Promise<ComparedExperiment> {
  const places = [resolve(experimentsFolder, wanted), resolve(wanted)];
  const folder = places.find((place) => existsSync(join(place, "manifest.json")));
  if (folder === undefined) {
    throw new CliError(
      "EXPERIMENT_INCOMPLETE",
      `There is no experiment at ${places.join(" or ")}.`,
      {
        hint: `Run it: searchfit train --experiment ${basename(wanted)}`,
      },
    );
  }
  const manifest = (await readManifest(join(folder, "manifest.json")))!;
  const missing = [productsFile, finetunedFile, comparisonFile].filter(
    (file) => !existsSync(join(folder, file)),
  );
  if (missing.length > 0) {
    throw new CliError(
      "EXPERIMENT_INCOMPLETE",
      `The experiment at ${folder} has not come to its end: ${missing.join(", ")} missing.`,
      { hint: `Run it: searchfit train --experiment ${manifest.id}`, details: missing },
    );
  }
  const { stale } = await traceOrigins({ ...manifest, folder }, [splitFiles.tests, comparisonFile]);
  if (stale.length > 0) throw staleResults(`The comparison of ${manifest.id}`, manifest.id, stale);
  return {
    name: basename(folder),
    folder,
    settings: manifest.config as unknown as Settings,
    products: new Set((await readCatalogue(folder)).map(({ id }) => id)),
    groups: await readGroups(folder),
    tests: await readTests(folder),
    results: await readResults(folder),
  };
}
