import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ensurePythonEnvironment } from "../src/ensure-python-environment.ts";
import type { EnsurePythonEnvironmentOptions } from "../src/ensure-python-environment.ts";
import type { EnvironmentProgress, PythonEnvironment } from "../src/python-environment.ts";
import { TrainerBridgeError } from "../src/trainer-bridge-error.ts";
import { temporaryFolder, writePython, writeTrainerFolder } from "./fixture-environment.ts";
import type { FakePython } from "./fixture-environment.ts";

/** A machine of its own: a search path, a cache and a trainer folder. */
export interface Machine {
  readonly bin: string;
  readonly cacheFolder: string;
  readonly trainerFolder: string;
  readonly log: string;
  readonly progress: EnvironmentProgress[];
  readonly ensure: (more?: Partial<EnsurePythonEnvironmentOptions>) => Promise<PythonEnvironment>;
}

/** Makes a machine with such Pythons on its search path. */
export async function machine(
  pythons: Readonly<Record<string, Partial<FakePython>>>,
): Promise<Machine> {
  const root = await temporaryFolder();
  const bin = join(root, "bin");
  const log = join(root, "pythons.log");
  await mkdir(bin);
  for (const [name, settings] of Object.entries(pythons)) {
    await writePython(join(bin, name), { version: "3.11.7", pip: "works", log, ...settings });
  }
  const cacheFolder = join(root, "cache");
  const trainerFolder = await writeTrainerFolder(join(root, "trainer"));
  const progress: EnvironmentProgress[] = [];
  const ensure: Machine["ensure"] = (more) =>
    ensurePythonEnvironment({
      cacheFolder,
      trainerFolder,
      environment: { PATH: bin },
      torchBuild: "auto",
      onProgress: (event) => progress.push(event),
      ...more,
    });
  return { bin, cacheFolder, trainerFolder, log, progress, ensure };
}

/** The package's error that a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<TrainerBridgeError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof TrainerBridgeError) return error;
  throw new Error(`expected a TrainerBridgeError, got ${String(error)}`);
}
