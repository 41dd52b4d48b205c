import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MinimalSourceFile, ReflectionKind, type Context, type NormalizedPath } from "typedoc";

/** Names each module as its package is named, and gives it the package's README as its page. */
export function titleModules({ project, converter }: Context, root: string): void {
  for (const module of project.getChildrenByKind(ReflectionKind.Module)) {
    const folder = module.name.replace(/\/src(\/index)?$/u, "");
    const manifest = readFileSync(join(root, folder, "package.json"), "utf8");
    module.name = (JSON.parse(manifest) as { readonly name: string }).name;
    const readme = join(root, folder, "README.md") as NormalizedPath;
    const source = new MinimalSourceFile(readFileSync(readme, "utf8"), readme);
    module.readme = converter.parseRawComment(source, project.files).content;
    // Links to the package's folder, or to one of its tests, lead to its page.
    for (const path of [".", "README.md", ...globSync("test/*", { cwd: join(root, folder) })]) {
      project.files.registerReflectionPath(join(root, folder, path) as NormalizedPath, module);
    }
  }
}
