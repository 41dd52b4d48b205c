import { incompleteBeta } from "./incomplete-beta.ts";
import { solveIncreasing } from "./solve-increasing.ts";

/** Probability that |T| is at least |t|, for Student's distribution. */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
}

/** Probability that T is above t. */
export function studentUpperTail(t: number, degreesOfFreedom: number): number {
  const half = studentTwoSided(t, degreesOfFreedom) / 2;
  return t > 0 ? half : 1 - half;
}

/** Value that T stays below with this probability, in (0, 1). */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  if (probability < 0.5) return -studentQuantile(1 - probability, degreesOfFreedom);
  const below = (t: number): number => 1 - studentUpperTail(t, degreesOfFreedom);
  let high = 1;
  while (below(high) < probability && high < 1e300) high *= 2;
  return solveIncreasing(below, probability, [0, high]);
}
