import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes the licences of all packages that a build took in, beside them. */
export async function writeLicenses(dist: string): Promise<void> {
  const metafile = join(dist, "metafile-esm.json");
  const { inputs } = JSON.parse(await readFile(metafile, "utf8")) as { inputs: object };
  const folders = Object.keys(inputs).flatMap(
    (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(path)?.[0] ?? [],
  );
  const texts = await Promise.all([...new Set(folders)].sort().map(licenseOf));
  await writeFile(join(dist, "THIRD-PARTY-LICENSES.txt"), texts.join("\n"));
  await rm(metafile);
}

async function licenseOf(path: string): Promise<string> {
  const folder = [join(import.meta.dirname, path), path].find(existsSync) ?? path;
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, "package.json"), "utf8"),
  ) as Record<"name" | "version" | "license", string>;
  const files = (await readdir(folder)).filter((file) => /^licen[cs]e/iu.test(file));
  const text = files[0] === undefined ? "" : await readFile(join(folder, files[0]), "utf8");
  return `${name} ${version} (${license})\n\n${text}\n${"-".repeat(72)}\n`;
}
