import { solveIncreasing } from "./solve-increasing.ts";

/** Probability that a standard normal variable is at most `x`. */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (Math.abs(x) > 3) return x < 0 ? normalTail(-x) : 1 - normalTail(x);
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-18; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + sum * density(x);
}

/** Value that a standard normal variable stays below with this probability, in (0, 1). */
export function normalQuantile(probability: number): number {
  if (probability > 0.5) return -normalQuantile(1 - probability);
  return solveIncreasing(normalCdf, probability, [-40, 0]);
}

/** Probability above x > 3: Mills' ratio as a continued fraction, evaluated from its far end. */
function normalTail(x: number): number {
  let fraction = x;
  for (let step = 100; step >= 1; step--) fraction = x + step / fraction;
  return density(x) / fraction;
}

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
