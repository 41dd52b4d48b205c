import { bareIds } from "./bare-ids.ts";
import { openTokenizer, type LibraryTokenizer } from "./open-tokenizer.ts";

/** Turns text into the token ids that a model reads. */
export interface TextTokenizer {
  /** Id that fills a row up to the batch's length. */
  readonly padId: number;
  /** Token ids of a text, special tokens included, cut at the model's limit. */
  encode(text: string): readonly number[];
  /** Tokens of the whole text, special tokens included, nothing cut. */
  count(text: string): number;
  /** Leading tokens of a text that are its prompt's, the special ones before it included; 0 without a prompt. */
  promptLength(prompt: string): number;
}

/**
 * Reads `tokenizer.json` of a model folder.
 *
 * Truncation and padding written in that file are ignored (the published all-MiniLM-L6-v2 bakes in
 * 128 although the model takes 256): the model's own limit decides, and special tokens are kept
 * when a text is cut. Very long texts are cut by characters first, so that a megabyte costs no more
 * than a page.
 *
 * A prompt's length is that of the prompt encoded alone, without the special token that ends it, as
 * `Transformer._get_prompt_length` of sentence-transformers 6.2.0 has it.
 *
 * @param folder A model folder.
 * @param maxTokens Most tokens of a text, special tokens included.
 * @throws {OnnxEmbedderError} `MODEL_FILE_MISSING`, `MODEL_FILE_INVALID`.
 */
export async function createTextTokenizer(
  folder: string,
  maxTokens: number,
): Promise<TextTokenizer> {
  const { tokenizer, padId } = await openTokenizer(folder);
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
  const promptLength = (prompt: string) =>
    prompt === "" ? 0 : encode(prompt).length - Math.min(1, suffix.length);
  return { padId, encode, count, promptLength };
}

/** What the tokenizer puts before and after a text, found by looking at an encoded one. */
function specialTokens(tokenizer: LibraryTokenizer): { prefix: number[]; suffix: number[] } {
  const whole = tokenizer.encode("a").ids;
  const bare = tokenizer.encode("a", { add_special_tokens: false }).ids;
  const start = whole.findIndex((_, at) => bare.every((id, i) => whole[at + i] === id));
  return { prefix: whole.slice(0, start), suffix: whole.slice(start + bare.length) };
}
