import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { missing, ok, type Check } from "./check.ts";

/** A folder that is written to. */
export interface CheckFolderOptions {
  /** What it is, as the check's name. */
  readonly name: string;
  /** Where it is, or will be. */
  readonly path: string;
  /** Free bytes that `train` wants there. */
  readonly neededBytes: number;
  /** What to do when it cannot be written to. */
  readonly fix: string;
}

/** Looks whether a folder, or the nearest one above it that is there, can be written to and has space. */
export async function checkFolder(options: CheckFolderOptions): Promise<Check> {
  const { name, path, neededBytes, fix } = options;
  const place = await nearest(path);
  try {
    if (!(await stat(place)).isDirectory()) throw new Error(`${place} is no folder`);
    await access(place, constants.W_OK | constants.X_OK);
  } catch (error) {
    return missing(name, { detail: `${path}: ${(error as Error).message}`, fix });
  }
  const { bavail, bsize, blocks } = await statfs(place);
  const free = bavail * bsize;
  const detail = `${path}, ${gigabytes(free)} free`;
  // Some network file systems say nothing about their space: 0 blocks.
  if (blocks === 0 || free >= neededBytes) return ok(name, detail);
  return missing(name, {
    detail: `${detail}, ${gigabytes(neededBytes)} wanted`,
    fix: `Free some space there. ${fix}`,
  });
}

async function nearest(path: string): Promise<string> {
  let place = path;
  while ((await stat(place).catch(() => undefined)) === undefined && dirname(place) !== place) {
    place = dirname(place);
  }
  return place;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
