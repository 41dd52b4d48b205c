import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parsePythonRange } from "./python-range.ts";
import type { PythonRange } from "./python-range.ts";
import { systemCode } from "./translate-system-error.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";

/** A package at the version of a lock file. */
export interface LockedPackage {
  /** Name as the package index writes it. */
  readonly name: string;
  /** Version without a build's local part. */
  readonly version: string;
}

/** A lock file. */
export interface LockFile {
  /** Where it lies. */
  readonly path: string;
  /** Its packages that every platform needs. */
  readonly packages: readonly LockedPackage[];
  /** How many packages it names. */
  readonly total: number;
}

/** What a trainer folder says about the environment that it needs. */
export interface TrainerLocks {
  /** SHA-256 over the files. */
  readonly hash: string;
  /** Torch alone, every build of its version. */
  readonly torch: LockFile;
  /** Torch's build for the CPU; undefined when the folder has no such file. */
  readonly torchCpu: LockFile | undefined;
  /** Everything else. */
  readonly requirements: LockFile;
  /** What a torch with CUDA needs besides; undefined when the folder has no such file. */
  readonly torchCuda: LockFile | undefined;
  /** Pythons that the locks hold for. */
  readonly pythons: PythonRange;
}

/**
 * Reads the lock files of a trainer folder.
 *
 * @throws {TrainerBridgeError} `TRAINER_FOLDER_INCOMPLETE` when one is missing.
 */
export async function readTrainerLocks(folder: string): Promise<TrainerLocks> {
  const optional = (name: string): Promise<string> => readText(folder, name).catch(() => "");
  const texts = {
    "torch.lock": await readText(folder, "torch.lock"),
    "requirements.lock": await readText(folder, "requirements.lock"),
    "torch-cpu.lock": await optional("torch-cpu.lock"),
    "torch-cuda.lock": await optional("torch-cuda.lock"),
  };
  const file = (name: keyof typeof texts): LockFile => ({
    path: join(folder, name),
    ...parseLock(texts[name]),
  });
  return {
    hash: hashTexts(texts),
    torch: file("torch.lock"),
    requirements: file("requirements.lock"),
    torchCpu: texts["torch-cpu.lock"] === "" ? undefined : file("torch-cpu.lock"),
    torchCuda: texts["torch-cuda.lock"] === "" ? undefined : file("torch-cuda.lock"),
    pythons: parsePythonRange(await optional("pyproject.toml"), await optional("PYTHON_VERSION")),
  };
}

/** The packages of a lock file's text; those with a marker are counted only. */
export function parseLock(text: string): Pick<LockFile, "packages" | "total"> {
  const lines = text.replaceAll(/\\\r?\n/gu, " ").split(/\r?\n/u);
  const requirements = lines
    .map((line) => /^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;+]+)\S*\s*(;?)/u.exec(line.trim()))
    .filter((found) => found !== null);
  const packages = requirements
    .filter((found) => found[3] === "")
    .map((found) => ({ name: found[1] ?? "", version: found[2] ?? "" }));
  return { packages, total: requirements.length };
}

function hashTexts(texts: Readonly<Record<string, string>>): string {
  const hash = createHash("sha256");
  for (const [name, text] of Object.entries(texts)) hash.update(`${name}\0${text}\0`);
  return hash.digest("hex");
}

async function readText(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), "utf8");
  } catch (error) {
    throw new TrainerBridgeError({
      code: "TRAINER_FOLDER_INCOMPLETE",
      message: `Expected ${name} in ${folder}, got ${systemCode(error) ?? "an error"}.`,
      hint: "Take the trainer folder that comes with @searchfit/trainer-bridge.",
      details: { folder, name },
      cause: error,
    });
  }
}
