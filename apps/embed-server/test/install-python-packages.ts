import { join } from "node:path";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";
import { installOnce } from "../../../tools/test-kit/src/install-once.ts";

/** Installs packages (`name==version`) into a virtual environment; resolves with its interpreter. */
export async function installPythonPackages(packages: readonly string[]): Promise<string> {
  const folder = await installOnce(["python", ...packages], async (making) => {
    await runProgram("python3", ["-m", "venv", making]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    await runProgram(join(making, "bin/python"), [...pip, "--only-binary", ":all:", ...packages]);
  });
  return join(folder, "bin/python");
}
