import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "./run-command.ts";
import { oneFailed, onePassed, type Project, type StageResult, type Workspace } from "./stage.ts";

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Compiler options of a user's project: strict, ESM, the package's own types checked too. */
const compilerOptions = {
  strict: true,
  noEmit: true,
  module: "NodeNext",
  target: "ES2023",
  lib: ["ES2023", "ESNext.Iterator", "DOM"],
  types: [],
  skipLibCheck: false,
};

/**
 * Packs a built package as npm would publish it, installs it into an empty project, and there
 * checks the types of its README's example and runs it.
 *
 * Nothing is fetched: all that it needs, and what that needs, is packed out of the workspace and its
 * `node_modules`. What no manifest declares is not there.
 */
export async function checkInstall(workspace: Workspace, project: Project): Promise<StageResult> {
  const folder = await mkdtemp(join(tmpdir(), `install-${project.name}-`));
  try {
    await writeProject(workspace, project, folder);
    const npm = "npm install --offline --ignore-scripts --no-audit --no-fund";
    const tsc = join(workspace.root, "node_modules/typescript/bin/tsc");
    const lines = [
      npm.split(" "),
      [process.execPath, tsc, "-p", "tsconfig.json"],
      [process.execPath, "example.ts"],
    ] as [string, ...string[]][];
    for (const line of lines) {
      const { exitCode } = await runCommand({ line, root: folder, timeoutMinutes: 30 });
      if (exitCode !== 0) return oneFailed(`${project.name}: ${line.join(" ")} failed`);
    }
    return onePassed;
  } catch (error) {
    return oneFailed(`${project.name}: ${(error as Error).message}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeProject(
  { root, projects }: Workspace,
  project: Project,
  folder: string,
): Promise<void> {
  const tarballs = new Map<string, string>();
  const visit = async (place: string): Promise<void> => {
    const manifest = await readManifest(place);
    tarballs.set(manifest.name, await pack(place, folder));
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const sibling = projects.find((each) => `@searchfit/${each.name}` === name);
      if (tarballs.has(name)) continue;
      await visit(join(root, sibling?.folder ?? join("node_modules", name)));
    }
  };
  const place = join(root, project.folder);
  await visit(place);
  const readme = await readFile(join(place, "README.md"), "utf8");
  const example = /^```ts run\n(.*?)^```$/msu.exec(readme)?.[1];
  if (example === undefined) throw new Error("its README has no block marked `ts run`");
  const files = {
    "package.json": JSON.stringify({
      private: true,
      type: "module",
      dependencies: Object.fromEntries(tarballs),
    }),
    "tsconfig.json": JSON.stringify({ compilerOptions, files: ["example.ts"] }),
    "example.ts": example,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

async function readManifest(place: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(place, "package.json"), "utf8")) as Manifest;
}

/** @returns Where the tarball lies, as a dependency. */
async function pack(place: string, folder: string): Promise<string> {
  const { exitCode, stdout } = await runCommand({
    line: ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", folder],
    root: place,
    timeoutMinutes: 30,
  });
  const name = stdout.trim().split("\n").at(-1) ?? "";
  if (exitCode !== 0 || !name.endsWith(".tgz")) throw new Error(`npm pack failed in ${place}`);
  return `file:${join(folder, name)}`;
}
