/** What was found of one thing. */
export interface Check {
  /** What was looked at. */
  readonly name: string;
  /** `ok`; `missing`: not there, or there and not as wanted; `unused`: not asked for by the settings. */
  readonly status: "ok" | "missing" | "unused";
  /**
   * Whether `train` cannot run with these settings while it is missing. What `train` makes by
   * itself is not needed.
   */
  readonly needed: boolean;
  /** What was found, in one line; never a secret. */
  readonly detail: string;
  /** What to do about it; null when there is nothing to do. */
  readonly fix: string | null;
}

/** A check of something that is as it should be. */
export function ok(name: string, detail: string): Check {
  return { name, status: "ok", needed: true, detail, fix: null };
}

/** A check of something that the settings do not ask for. */
export function unused(name: string, detail: string): Check {
  return { name, status: "unused", needed: false, detail, fix: null };
}

/** What a missing thing is told with. */
export interface MissingOptions {
  /** What was found instead. */
  readonly detail: string;
  /** What to do about it. */
  readonly fix: string | null;
  /** Whether `train` cannot run without it. @default true */
  readonly needed?: boolean;
}

/** A check of something that is not there, or not as wanted. */
export function missing(name: string, { detail, fix, needed = true }: MissingOptions): Check {
  return { name, status: "missing", needed, detail, fix };
}

/** A check that failed with an error which tells what to do; other errors are bugs and go on. */
export function failed(name: string, error: unknown): Check {
  const { code, hint } = error as { readonly code?: unknown; readonly hint?: unknown };
  if (!(error instanceof Error) || typeof code !== "string") throw error;
  return missing(name, { detail: error.message, fix: typeof hint === "string" ? hint : null });
}
