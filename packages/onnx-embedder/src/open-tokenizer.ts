import { join } from "node:path";
import { Tokenizer as UntypedTokenizer } from "@huggingface/tokenizers";
import { readJsonFile } from "./read-json-file.ts";

/** The part of the library's tokenizer that we call; its own declarations do not resolve in ESM. */
export interface LibraryTokenizer {
  encode(
    text: string,
    options?: {
      add_special_tokens?: boolean;
      text_pair?: string;
      return_token_type_ids?: boolean;
    },
  ): { ids: number[]; token_type_ids?: number[] };
  token_to_id(token: string): number | undefined;
}

const Library = UntypedTokenizer as unknown as new (
  definition: object,
  config: object,
) => LibraryTokenizer;

/** Reads `tokenizer.json` of a model folder, without the truncation and padding written in it. */
export async function openTokenizer(
  folder: string,
): Promise<{ readonly tokenizer: LibraryTokenizer; readonly padId: number }> {
  const definition = (await readJsonFile(join(folder, "tokenizer.json"))) as object;
  const config = (await readJsonFile(join(folder, "tokenizer_config.json"), {})) as object;
  const tokenizer = new Library({ ...definition, truncation: null, padding: null }, config);
  return { tokenizer, padId: tokenizer.token_to_id(padToken(config)) ?? 0 };
}

function padToken(config: object): string {
  const { pad_token: token } = config as { pad_token?: unknown };
  if (typeof token === "string") return token;
  const { content } = (token ?? {}) as { content?: unknown };
  return typeof content === "string" ? content : "[PAD]";
}
