import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { readRunBlocks } from "@searchfit-tools/readme-runner/read-run-blocks";

/** A project of the repository that is installed in the user's project. */
export interface InstalledProject {
  /** Its name as a package. */
  readonly name: string;
  /** Its folder in the repository, such as `packages/ir-metrics`. */
  readonly folder: string;
}

const modelFixtures = "packages/onnx-embedder/test/fixtures";

/**
 * Lays the READMEs of installed packages out as in the repository, but without any sources, so that
 * their examples run with the packages as they are installed. The tiny models that examples open
 * come from the repository: no package brings a model.
 *
 * @param root The repository.
 * @param user The user's project.
 * @returns The TypeScript files that the examples are, to be checked, and one that imports every
 *   package.
 */
export async function layOutReadmes(
  root: string,
  user: string,
  projects: readonly InstalledProject[],
): Promise<string[]> {
  await cp(join(root, modelFixtures), join(user, modelFixtures), { recursive: true });
  const imports = projects.map(({ name }, index) => `import * as entry${index} from "${name}";\n`);
  const entries = projects.map((_, index) => `Object.keys(entry${index}).length`);
  await writeFile(
    join(user, "entries.ts"),
    `${imports.join("")}console.log([${entries.join(", ")}].join(" "));\n`,
  );
  const files = ["entries.ts"];
  for (const { name, folder } of projects) {
    const readme = await readFile(join(user, "node_modules", name, "README.md"), "utf8");
    await mkdir(join(user, folder), { recursive: true });
    await writeFile(join(user, folder, "package.json"), '{ "private": true, "type": "module" }\n');
    await writeFile(join(user, folder, "README.md"), readme);
    const blocks = readRunBlocks(readme).filter(({ language }) => language === "ts");
    for (const [index, { code }] of blocks.entries()) {
      const file = `checked/${basename(folder)}-${index + 1}.ts`;
      await mkdir(join(user, "checked"), { recursive: true });
      await writeFile(join(user, file), code);
      files.push(file);
    }
  }
  return files;
}
