import { bareIds } from "../bare-ids.ts";
import type { EncodedText } from "../feeds-of.ts";
import { openTokenizer, type LibraryTokenizer } from "../open-tokenizer.ts";

/** Turns a query with a document into what a cross-encoder reads. */
export interface PairTokenizer {
  /** Id that fills a row up to the batch's length. */
  readonly padId: number;
  /** Token ids of a text alone, without special tokens, at least as far as a pair can hold them. */
  encode(text: string): readonly number[];
  /** Joins two encoded texts, cut to the model's limit with the longer one losing first. */
  join(query: readonly number[], document: readonly number[]): EncodedText;
}

/**
 * Reads `tokenizer.json` of a cross-encoder's folder.
 *
 * @param folder The model folder.
 * @param maxTokens Most tokens of a pair, special tokens included.
 * @throws {OnnxEmbedderError} `MODEL_FILE_MISSING`, `MODEL_FILE_INVALID`.
 * @see tokenizers, `TruncationStrategy::LongestFirst`
 */
export async function createPairTokenizer(
  folder: string,
  maxTokens: number,
): Promise<PairTokenizer> {
  const { tokenizer, padId } = await openTokenizer(folder);
  const frame = frameOf(tokenizer);
  const special = frame.start.ids.length + frame.middle.ids.length + frame.end.ids.length;
  const room = Math.max(0, maxTokens - special);
  return {
    padId,
    encode: (text) => bareIds(tokenizer, text, room),
    join: (query, document) => {
      const [first, second] = longestFirst([query.length, document.length], room);
      return concatenate([
        frame.start,
        { ids: query.slice(0, first), types: new Array<number>(first).fill(frame.queryType) },
        frame.middle,
        {
          ids: document.slice(0, second),
          types: new Array<number>(second).fill(frame.documentType),
        },
        frame.end,
      ]);
    },
  };
}

/** Lengths after cutting: the longer text is cut first, then both to halves of the room. */
function longestFirst(
  [first, second]: readonly [number, number],
  room: number,
): readonly [number, number] {
  if (first + second <= room) return [first, second];
  let [short, long] = [Math.min(first, second), Math.max(first, second)];
  long = short > room ? short : Math.max(short, room - short);
  if (short + long > room) {
    short = Math.floor(room / 2);
    long = short + (room % 2);
  }
  return first > second ? [long, short] : [short, long];
}

type Part = Required<EncodedText>;

interface PairFrame {
  readonly start: Part;
  readonly middle: Part;
  readonly end: Part;
  readonly queryType: number;
  readonly documentType: number;
}

/** What the tokenizer puts around the texts of a pair, found by looking at an encoded one. */
function frameOf(tokenizer: LibraryTokenizer): PairFrame {
  const pair = tokenizer.encode("a", { text_pair: "a", return_token_type_ids: true });
  const bare = tokenizer.encode("a", { add_special_tokens: false }).ids;
  const types = pair.token_type_ids ?? pair.ids.map(() => 0);
  const find = (from: number) =>
    pair.ids.findIndex((_, at) => at >= from && bare.every((id, i) => pair.ids[at + i] === id));
  const first = find(0);
  const second = find(first + bare.length);
  const cut = (from: number, to: number): Part => ({
    ids: pair.ids.slice(from, to),
    types: types.slice(from, to),
  });
  return {
    start: cut(0, first),
    middle: cut(first + bare.length, second),
    end: cut(second + bare.length, pair.ids.length),
    queryType: types[first] ?? 0,
    documentType: types[second] ?? 0,
  };
}

function concatenate(parts: readonly Part[]): EncodedText {
  return { ids: parts.flatMap(({ ids }) => ids), types: parts.flatMap(({ types }) => types) };
}
