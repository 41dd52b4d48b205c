import type { TrainingLoss } from "../data/training-facts.ts";

/** The loss of consecutive steps. */
export interface LossStretch {
  /** Their last step. */
  readonly step: number;
  /** Mean loss. */
  readonly mean: number;
  /** Smallest loss. */
  readonly smallest: number;
  /** Largest loss. */
  readonly largest: number;
}

/**
 * A training's losses in at most so many stretches of equally many steps (the last may be shorter);
 * values that are not finite are left out.
 */
export function lossCourse(
  losses: readonly TrainingLoss[],
  mostStretches: number,
): readonly LossStretch[] {
  const known = losses.filter(({ loss }) => Number.isFinite(loss));
  const size = Math.max(1, Math.ceil(known.length / mostStretches));
  return Array.from({ length: Math.ceil(known.length / size) }, (_, index) => {
    const stretch = known.slice(index * size, (index + 1) * size);
    const values = stretch.map(({ loss }) => loss);
    return {
      step: stretch.at(-1)?.step ?? 0,
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      smallest: Math.min(...values),
      largest: Math.max(...values),
    };
  });
}
