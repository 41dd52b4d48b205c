import type { LibraryTokenizer } from "./open-tokenizer.ts";

/** No tokenizer makes a token of more characters than this from text that it does not skip. */
const charactersPerToken = 64;

/** Token ids without special tokens; long texts are tokenized only as far as the limit needs. */
export function bareIds(tokenizer: LibraryTokenizer, text: string, room: number): number[] {
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
