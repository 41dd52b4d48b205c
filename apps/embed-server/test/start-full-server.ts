import { join } from "node:path";
import { createEmbedder } from "@searchfit/onnx-embedder";
import { temporaryFolder } from "../../../tools/test-kit/src/temporary-folder.ts";
import { productDatabase } from "./product-database.ts";
import { startBin, type StartedBin } from "./start-bin.ts";
import { tinyModel } from "./tiny-model.ts";

/** A server on which every route can answer; stopped and removed at the end of an `await using` block. */
export interface FullServer extends AsyncDisposable {
  /** Where it listens. */
  readonly url: string;
  /** The key that it asks for. */
  readonly key: string;
  /** The process. */
  readonly bin: StartedBin;
}

/** Starts embed-server with products, a cross-encoder, a folder for judgments and an API key. */
export async function startFullServer(flags: readonly string[] = []): Promise<FullServer> {
  const folder = await temporaryFolder();
  const products = join(folder.path, "products");
  const embedder = await createEmbedder({ folder: tinyModel });
  await (await productDatabase(embedder, products)).close();
  await embedder.close();
  const args = [
    ...["--model", tinyModel, "--reranker", join(tinyModel, "../tiny-cross-encoder")],
    ...["--database-folder", products, "--judgments", join(folder.path, "judged")],
    ...["--port", "0", "--json", "--log-level", "error", ...flags],
  ];
  const key = "key-of-the-tests";
  const bin = startBin(args, { env: { EMBED_SERVER_API_KEY: key } });
  const { url } = JSON.parse(await bin.firstLine) as { url: string };
  return {
    url,
    key,
    bin,
    [Symbol.asyncDispose]: async () => {
      bin.signal("SIGKILL");
      await bin.ended;
      await folder[Symbol.asyncDispose]();
    },
  };
}
