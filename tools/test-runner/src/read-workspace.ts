import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Project, Workspace } from "./stage.ts";

const manifestsOf = ["{packages,apps,tools}/*/package.json", "examples/package.json"];

/**
 * Lists the packages, apps and tools of the workspace with their targets.
 *
 * @param root The repository root.
 */
export async function readWorkspace(root: string): Promise<Workspace> {
  const manifests = globSync(manifestsOf, { cwd: root });
  const projects = await Promise.all(
    manifests.sort().map((manifest) => readProject(root, dirname(manifest))),
  );
  return { root, projects };
}

async function readProject(root: string, folder: string): Promise<Project> {
  const manifest = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8")) as {
    readonly nx?: { readonly name?: string };
    readonly scripts?: Readonly<Record<string, string>>;
  };
  const slow = globSync("test/**/*.slow.ts", { cwd: join(root, folder) });
  return {
    name: manifest.nx?.name ?? basename(folder),
    folder,
    targets: Object.keys(manifest.scripts ?? {}),
    hasSlowTests: slow.length > 0,
  };
}
