import { join } from "node:path";
import { Tokenizer as UntypedTokenizer } from "@huggingface/tokenizers";
import { readJsonFile } from "./read-json-file.ts";

/** Turns text into the token ids that a model reads. */
export interface TextTokenizer {
  /** Id that fills a row up to the batch's length. */
  readonly padId: number;
  /** Token ids of a text, special tokens included, cut at the model's limit. */
  encode(text: string): readonly number[];
  /** Tokens of the whole text, special tokens included, nothing cut. */
  count(text: string): number;
}

/** The part of the library's tokenizer that we call; its own declarations do not resolve in ESM. */
interface Tokenizer {
  encode(text: string, options?: { add_special_tokens?: boolean }): { ids: number[] };
  token_to_id(token: string): number | undefined;
}

const LibraryTokenizer = UntypedTokenizer as unknown as new (
  definition: object,
  config: object,
) => Tokenizer;

/** No tokenizer makes a token of more characters than this from text that it does not skip. */
const charactersPerToken = 64;

/**
 * Reads `tokenizer.json` of a model folder.
 *
 * Truncation and padding written in that file are ignored (the published all-MiniLM-L6-v2 bakes in
 * 128 although the model takes 256): the model's own limit decides, and special tokens are kept
 * when a text is cut. Very long texts are cut by characters first, so that a megabyte costs no more
 * than a page.
 *
 * @param folder A model folder.
 * @param maxTokens Most tokens of a text, special tokens included.
 * @throws {OnnxEmbedderError} `MODEL_FILE_MISSING`, `MODEL_FILE_INVALID`.
 */
export async function createTextTokenizer(
  folder: string,
  maxTokens: number,
): Promise<TextTokenizer> {
  const definition = (await readJsonFile(join(folder, "tokenizer.json"))) as object;
  const config = (await readJsonFile(join(folder, "tokenizer_config.json"), {})) as object;
  const tokenizer = new LibraryTokenizer(
    { ...definition, truncation: null, padding: null },
    config,
  );
  const { prefix, suffix } = specialTokens(tokenizer);
  const room = Math.max(0, maxTokens - prefix.length - suffix.length);
  const encode = (text: string): number[] => {
    const ids = bareIds(tokenizer, text, room);
    return [...prefix, ...ids.slice(0, room), ...suffix];
  };
  const count = (text: string) =>
    tokenizer.encode(text, { add_special_tokens: false }).ids.length +
    prefix.length +
    suffix.length;
  return { padId: tokenizer.token_to_id(padToken(config)) ?? 0, encode, count };
}

/** Token ids without special tokens; long texts are tokenized only as far as the limit needs. */
function bareIds(tokenizer: Tokenizer, text: string, room: number): number[] {
  const limit = room * charactersPerToken;
  if (text.length > limit) {
    const head = text.slice(0, limit);
    const cut = head.search(/\s\S*$/u);
    const ids = tokenizer.encode(cut > 0 ? head.slice(0, cut) : head, {
      add_special_tokens: false,
    }).ids;
    if (cut > 0 && ids.length >= room) return ids;
  }
  return tokenizer.encode(text, { add_special_tokens: false }).ids;
}

/** What the tokenizer puts before and after a text, found by looking at an encoded one. */
function specialTokens(tokenizer: Tokenizer): { prefix: number[]; suffix: number[] } {
  const whole = tokenizer.encode("a").ids;
  const bare = tokenizer.encode("a", { add_special_tokens: false }).ids;
  const start = whole.findIndex((_, at) => bare.every((id, i) => whole[at + i] === id));
  return { prefix: whole.slice(0, start), suffix: whole.slice(start + bare.length) };
}

function padToken(config: object): string {
  const { pad_token: token } = config as { pad_token?: unknown };
  if (typeof token === "string") return token;
  const { content } = (token ?? {}) as { content?: unknown };
  return typeof content === "string" ? content : "[PAD]";
}
