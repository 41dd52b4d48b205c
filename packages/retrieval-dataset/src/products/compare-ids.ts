/**
 * Order of ids in which numbers that grow by counting come in the order of counting:
 * shorter first, then by character codes.
 */
export function compareIds(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
