/** The x in [low, high] where an increasing function reaches a value, by bisection. */
export function solveIncreasing(
  value: (x: number) => number,
  target: number,
  [low, high]: readonly [low: number, high: number],
): number {
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (value(middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
