import type {
  Experiment,
  ExperimentManifest,
  Origins,
  StepRecord,
} from "@searchfit/experiment-store";
import { fileNames } from "../chain/file-names.ts";

/** A step whose results do not belong to the files there now. */
export interface LeftOutStep {
  /** Its name. */
  readonly name: string;
  /** Why, to stand after the name. */
  readonly why: string;
}

/** A manifest without the steps whose results do not belong to the files there now. */
export interface FreshManifest {
  /** The manifest with what still holds. */
  readonly manifest: ExperimentManifest;
  /** Steps that are left out of it. */
  readonly leftOut: readonly LeftOutStep[];
  /** Files that results rest on and that are not as a step left them, so that nothing shows what they are of. */
  readonly unrecorded: readonly string[];
}

/** What may be told of an experiment: steps whose outputs, and all that these were made from, still belong together. */
export async function freshManifest(
  experiment: Pick<Experiment, "manifest" | "traceOrigins">,
): Promise<FreshManifest> {
  const manifest = experiment.manifest();
  const leftOut: LeftOutStep[] = [];
  const unrecorded = new Set<string>();
  for (const step of manifest.steps.filter(({ name }) => name !== "report")) {
    const origins = await experiment.traceOrigins(step.outputs.map(({ path }) => path));
    const why = reasonOf(step, origins);
    if (why !== undefined) leftOut.push({ name: step.name, why });
    else for (const path of origins.unrecorded) unrecorded.add(path);
  }
  const names = leftOut.map(({ name }) => name);
  const steps = manifest.steps.filter(({ name }) => !names.includes(name));
  return { manifest: { ...manifest, steps }, leftOut, unrecorded: [...unrecorded] };
}

function reasonOf({ name, outputs }: StepRecord, origins: Origins): string | undefined {
  const own = origins.stale.find((step) => step.name === name);
  if (own !== undefined) return `changed since it ran: ${fileNames(own.changed)}`;
  const above = origins.stale.map((step) => step.name);
  if (above.length > 0) return `rests on what is out of date: ${above.join(", ")}`;
  const replaced = origins.unrecorded.filter((path) => outputs.some((one) => one.path === path));
  return replaced.length > 0 ? `not as it left them: ${fileNames(replaced)}` : undefined;
}
