import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { installOnce } from "../../../tools/test-kit/src/install-once.ts";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";

/** Where `searchfit_ray` lies, for PYTHONPATH. */
export const pythonFolder = join(import.meta.dirname, "../../../python");

const lock = join(pythonFolder, "searchfit_ray/ray.lock");

/**
 * The interpreter of an environment with what the extra `ray` is locked to: made at the first call
 * (half a minute, 600 MB). Only its interpreter is used: scripts of an environment that was moved do
 * not run.
 */
export async function rayPython(): Promise<string> {
  const base = await findPython();
  const contents = ["ray", base.version, await readFile(lock, "utf8")];
  const folder = await installOnce(contents, async (making) => {
    await runProgram(base.path, ["-m", "venv", making]);
    const quietly = ["--no-input", "--disable-pip-version-check", "--quiet"];
    const locked = ["--no-deps", "--require-hashes", "--no-cache-dir", "-r", lock];
    const pip = [...["-m", "pip", "install"], ...quietly, ...locked];
    await runProgram(join(making, "bin/python"), pip);
  });
  return join(folder, "bin/python");
}

/** The first Python 3.11 to 3.13: SEARCHFIT_PYTHON, else by name. */
async function findPython() {
  const given = process.env.SEARCHFIT_PYTHON;
  const names = ["python3.11", "python3.12", "python3.13", "python3"];
  for (const path of given === undefined || given === "" ? names : [given]) {
    const question = "import sys; print('%d.%d' % sys.version_info[:2])";
    const version = await runProgram(path, ["-c", question]).catch(() => "");
    if (/^3\.1[123]$/u.test(version.trim())) return { path, version: version.trim() };
  }
  throw new Error("Expected Python 3.11, 3.12 or 3.13 for Ray, found none.");
}
