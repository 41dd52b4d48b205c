import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, link, mkdir, readdir, readFile, realpath, rename, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { hashPath, writeFileDurably } from "@searchfit/experiment-store";

/** Where a sentence-transformers folder says its prompts. */
const promptsFile = "config_sentence_transformers.json";

/** Prefixes of queries and documents; null leaves the model's own. */
export interface Prompts {
  readonly query: string | null;
  readonly document: string | null;
}

/**
 * A model folder whose prompts are these: the folder itself where nothing is asked for, else a copy in the cache
 * (large files are linked), made once. A given model folder is never written to.
 *
 * @returns Path of the folder.
 * @example
 * await withPrompts(base, { query: "query: ", document: "passage: " }, cache);
 */
export async function withPrompts(
  folder: string,
  prompts: Prompts,
  cache: string,
): Promise<string> {
  if (prompts.query === null && prompts.document === null) return folder;
  const { sha256 } = await hashPath(folder);
  const key = createHash("sha256")
    .update(JSON.stringify([sha256, prompts]))
    .digest("hex");
  const target = join(cache, "models", `prompted-${key.slice(0, 16)}`);
  if (existsSync(target)) return target;
  const beside = `${target}.new-${process.pid}`;
  await rm(beside, { recursive: true, force: true });
  await linkFolder(folder, beside);
  await writePrompts(join(beside, promptsFile), prompts);
  await rename(beside, target).catch(async (error: unknown) => {
    if (!existsSync(target)) throw error;
    await rm(beside, { recursive: true, force: true }); // another process was quicker
  });
  return target;
}

async function writePrompts(path: string, { query, document }: Prompts): Promise<void> {
  const config = existsSync(path)
    ? (JSON.parse(await readFile(path, "utf8")) as { prompts?: Record<string, string> })
    : {};
  const own = config.prompts ?? {};
  const prompts = {
    ...own,
    query: query ?? own.query ?? "",
    document: document ?? [own.document, own.passage, own.corpus].find(Boolean) ?? "",
  };
  await rm(path, { force: true }); // it may be a link to the given folder's
  await writeFileDurably(path, `${JSON.stringify({ ...config, prompts }, null, 2)}\n`);
}

async function linkFolder(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(to, relative(from, source));
    await mkdir(dirname(target), { recursive: true });
    const real = await realpath(source);
    await link(real, target).catch(() => copyFile(real, target));
  }
}
