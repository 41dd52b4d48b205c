import { cp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

const source = join(import.meta.dirname, "../../python");
const target = join(import.meta.dirname, "dist/python");

/** What the published package needs of the trainer: its code, its locks, its pins. */
const wanted = /^(?:searchfit_trainer|[a-z-]+\.lock|pyproject\.toml|PYTHON_VERSION|README\.md)$/u;

/** Copies the trainer beside the built code; tests, tools and caches stay behind. */
export async function copyTrainer(): Promise<void> {
  await rm(target, { recursive: true, force: true });
  for (const name of await readdir(source)) {
    if (!wanted.test(name) || name === "test-requirements.lock") continue;
    const filter = (path: string): boolean => !path.includes("__pycache__");
    await cp(join(source, name), join(target, name), { recursive: true, filter });
  }
}
