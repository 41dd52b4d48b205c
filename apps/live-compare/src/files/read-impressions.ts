import type { Impression, InterleavedDoc } from "@searchfit/ir-metrics";
import { readJsonLines } from "@searchfit/retrieval-dataset";

/**
 * Logged lists with their clicks from a JSONL file, one list a line:
 * `{"unit": "rain jacket", "docs": [{"docId": "7", "team": "first"}, …], "clicks": ["7"]}`. `unit` is the
 * query, or the person; `docs` what `interleaveTeamDraft` of ir-metrics gave.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE` with all problems and their lines,
 *   `FILE_NOT_FOUND`, `FILE_NOT_READABLE`.
 * @example
 * judgeInterleaving(await readImpressions("clicks.jsonl")).preferred; // "second"
 */
export async function readImpressions(path: string): Promise<readonly Impression[]> {
  return readJsonLines(path, { parse: toImpression });
}

function toImpression(value: unknown): Impression {
  const { unit, docs, clicks } = fieldsOf(value);
  if (typeof unit !== "string" || !Array.isArray(docs) || !isTexts(clicks))
    throw new Error('expected {"unit": text, "docs": [{"docId", "team"}], "clicks": [ids]}.');
  return { unit, docs: docs.map(toDoc), clicks };
}

function toDoc(value: unknown): InterleavedDoc {
  const { docId, team } = fieldsOf(value);
  const isTeam = team === "first" || team === "second" || team === null;
  if (typeof docId === "string" && isTeam) return { docId, team };
  throw new Error(
    `expected {"docId": text, "team": "first", "second" or null} in docs, got ${JSON.stringify(value).slice(0, 100)}.`,
  );
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");
