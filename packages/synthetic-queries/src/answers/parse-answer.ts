import { isQueryStyle, ORDERED_STYLES, type QueryStyle } from "../prompts/query-style.ts";
import type { ProviderAnswer, WrittenQuery } from "../providers/query-provider.ts";

/** A query as it was taken out of an answer. */
export interface CandidateQuery {
  /** Its text, without numbering, bullets and quotes. */
  readonly text: string;
  /** Its kind; `null` when the answer does not tell. */
  readonly style: QueryStyle | null;
  /** The query that it says in other words; of paraphrases. */
  readonly paraphraseOf?: string;
}

/** What was found in an answer. */
export interface ParsedAnswer {
  /** The queries in the answer's order. */
  readonly queries: readonly CandidateQuery[];
  /** Lines that are talk around the queries. */
  readonly preambles: readonly string[];
  /** A last line that the length limit cut, or `null`. */
  readonly cutOff: string | null;
}

const NUMBERING = /^\s*(?:[-*•–]+\s+|(?:query\s*)?\(?\d{1,2}\s*[.):]\s+)/iu;
const PREAMBLE =
  /^(?:(?:sure|certainly|of course|okay|ok|sorry)[,!.:]|here (?:are|is) |here's |(?:these|below) are |i hope |let me know |note that |i(?: can't|'m sorry| cannot| am) )/iu;

/**
 * Takes the queries out of an answer: one a line, numbering, bullets, quotes and Markdown marks
 * removed; talk and a cut-off last line set aside. In a plain answer of exactly the expected
 * number of lines the order tells the styles, in that of brand, need, natural,
 * attribute.
 *
 * @param answer The provider's answer.
 * @param expected Queries that were asked for.
 * @example
 * parseAnswer({ text: "1. oak desk\n2. desk for home" }, 2).queries.length; // 2
 */
export function parseAnswer(answer: ProviderAnswer, expected: number): ParsedAnswer {
  if (typeof answer.text !== "string") return parseList(answer.text, expected);
  const lines = answer.text
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^`{3}/u.test(line));
  const cutOff = answer.stopReason === "max_tokens" ? (lines.pop() ?? null) : null;
  const preambles = lines.filter(isPreamble);
  const texts = lines.filter((line) => !isPreamble(line)).map(stripMarks);
  return { queries: styled(texts, expected), preambles, cutOff };
}

function parseList(written: readonly WrittenQuery[], expected: number): ParsedAnswer {
  const texts = written.map(({ text }) => stripMarks(text));
  const byOrder = styled(texts, expected);
  const queries = written.map(({ style }, index): CandidateQuery => {
    const plain = byOrder[index] ?? { text: "", style: null };
    if (style === undefined) return plain;
    return { text: plain.text, style: isQueryStyle(style) ? style : null };
  });
  return { queries, preambles: [], cutOff: null };
}

function styled(texts: readonly string[], expected: number): readonly CandidateQuery[] {
  const ordered = texts.length === expected && expected === ORDERED_STYLES.length;
  return texts.map((text, index) => ({
    text,
    style: ordered ? (ORDERED_STYLES[index] ?? null) : null,
  }));
}

function isPreamble(line: string): boolean {
  return line.endsWith(":") || PREAMBLE.test(line.replace(NUMBERING, ""));
}

/** A query without control characters, numbering, Markdown marks and quotes. */
export function stripMarks(line: string): string {
  return line
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .replace(NUMBERING, "")
    .replace(/\*\*|__|`/gu, "")
    .trim()
    .replace(/^["'“‘«](.*)["'”’»]$/u, "$1")
    .trim();
}
