/** What stands where a step has not run yet. */
export function placeholder(...steps: readonly string[]): string {
  const names = steps.map((step) => `\`${step}\``).join(" and ");
  return `*(Run ${names} to fill this in)*`;
}
