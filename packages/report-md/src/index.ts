/** Placeholder until the package is written. */
export const ready = true;
