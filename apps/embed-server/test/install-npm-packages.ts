import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";
import { installOnce } from "../../../tools/test-kit/src/install-once.ts";

/** Installs packages (`name@version`) into a folder of their own; resolves with the folder. */
export async function installNpmPackages(packages: readonly string[]): Promise<string> {
  return installOnce(["npm", ...packages], async (making) => {
    await writeFile(join(making, "package.json"), '{"private":true,"type":"module"}\n');
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--save-exact"];
    await runProgram("npm", ["install", "--prefix", making, ...flags, ...packages], {
      cwd: making,
    });
  });
}
