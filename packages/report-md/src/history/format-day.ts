/** The day of an ISO 8601 time; a dash where there is none. */
export function formatDay(time: string | undefined): string {
  return /^\d{4}-\d{2}-\d{2}/u.exec(time ?? "")?.[0] ?? "–";
}
