import { InvalidArgumentError } from "commander";

/** Parses a flag that is a whole number of 0 or more. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || text.trim() === "") {
    throw new InvalidArgumentError(`expected a whole number, got ${JSON.stringify(text)}.`);
  }
  return value;
}

/** Parses a flag that is a number of 0 or more. */
export function decimal(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0 || text.trim() === "") {
    throw new InvalidArgumentError(`expected a number of 0 or more, got ${JSON.stringify(text)}.`);
  }
  return value;
}
