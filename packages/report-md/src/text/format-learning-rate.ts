/** A learning rate as it is written in papers: `2e-5`. */
export function formatLearningRate(rate: number): string {
  return rate > 0 && rate < 0.001 ? rate.toExponential() : String(rate);
}
