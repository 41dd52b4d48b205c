import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, sep } from "node:path";
import { pipeline } from "node:stream/promises";

/** A model's own files, without what was made from them. */
export interface ModelFiles {
  /** Paths relative to the folder, with "/", in order. */
  readonly paths: readonly string[];
  /** Weights among them. */
  readonly weights: readonly string[];
  /** Whether there are pickled weights. */
  readonly hasPickles: boolean;
}

const derived = new Set(["onnx", "openvino"]);

/** Lists a model folder; exports and hidden files are left out. */
export async function listModelFiles(folder: string): Promise<ModelFiles> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const all = names
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join("/"),
    )
    .filter((path) => !path.split("/").some((part) => part.startsWith(".")))
    .filter((path) => !derived.has(path.split("/")[0] ?? ""))
    .sort((left, right) => (left < right ? -1 : 1));
  const paths = all.filter((path) => !isPickle(path));
  const weights = paths.filter((path) => path.endsWith(".safetensors"));
  return { paths, weights, hasPickles: paths.length < all.length };
}

/** Whether a file is of a kind that may hold pickled Python. */
export function isPickle(path: string): boolean {
  return /\.(?:bin|pt|pth|pkl|ckpt|h5|msgpack)$/u.test(path);
}

/** SHA-256 of a file, in hex. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
  return hash.digest("hex");
}

/** Hashes of a model. */
export interface ModelHashes {
  /** Over names and contents of all its files. */
  readonly contents: string;
  /** Of the weights: the file's own when there is one, else over names and contents of all. */
  readonly weights: string;
}

/** Hashes a model's own files. */
export async function hashModel(folder: string, files: ModelFiles): Promise<ModelHashes> {
  const hashes = new Map<string, string>();
  for (const path of files.paths) hashes.set(path, await hashFile(join(folder, path)));
  const main = files.weights.find((path) => path === "model.safetensors");
  const [only] = files.weights.length === 1 ? files.weights : [main];
  return {
    contents: hashTogether(files.paths, hashes),
    weights:
      (only === undefined ? undefined : hashes.get(only)) ?? hashTogether(files.weights, hashes),
  };
}

function hashTogether(paths: readonly string[], hashes: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(`${path}\0${hashes.get(path) ?? ""}\n`);
  return hash.digest("hex");
}
