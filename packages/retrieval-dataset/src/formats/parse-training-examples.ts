import {
  expectRecord,
  optionalText,
  optionalWeight,
  requiredId,
  requiredText,
  textList,
  type RawRecord,
} from "../files/record-fields.ts";
import type { TrainingExample } from "../pairs/training-example.ts";

const ANCHORS = ["anchor", "query", "question"];
const POSITIVES = ["positive", "pos", "answer", "context", "document", "passage"];
const LISTS = ["negatives", "neg"];
const IDS = ["product_id", "memory_id", "doc_id"];
const LABELS = ["domain", "category", "difficulty"] as const;

/**
 * The examples of one record: of most layouts one, of FlagEmbedding's as many as `pos` has texts.
 * An `Error` names every field that is wrong.
 */
export function parseTrainingExamples(value: unknown): readonly TrainingExample[] {
  const record = expectRecord(value);
  const problems: string[] = [];
  const read = <Value>(from: () => Value): Value | undefined => {
    try {
      return from();
    } catch (error) {
      problems.push((error as Error).message);
      return undefined;
    }
  };
  const anchor = read(() => requiredText(record, presentField(record, ANCHORS)));
  const positives = read(() => positivesOf(record));
  const negatives = read(() => negativesOf(record));
  const labels = read(() => labelsOf(record));
  if (anchor === undefined || positives === undefined || negatives === undefined || problems.length)
    throw new Error(problems.join(" "));
  return positives.map((positive) => ({ anchor, positive, negatives, ...labels }));
}

/** The first of the names that the record has; the first of all when it has none. */
function presentField(record: RawRecord, names: readonly string[]): string {
  return (
    names.find((name) => record[name] !== undefined && record[name] !== null) ?? names[0] ?? ""
  );
}

function positivesOf(record: RawRecord): readonly string[] {
  const field = presentField(record, POSITIVES);
  if (!Array.isArray(record[field])) return [requiredText(record, field)];
  const positives = textList(record, field);
  if (positives.length > 0) return positives;
  throw new Error(`expected "${field}" to hold at least one text, got none.`);
}

/** `negatives` or `neg` as lists, else `negative`, `negative_1`, `negative_2` … */
function negativesOf(record: RawRecord): readonly string[] {
  const list = LISTS.find((name) => record[name] !== undefined && record[name] !== null);
  if (list !== undefined) return textList(record, list);
  return Object.keys(record)
    .filter((name) => /^negative(?:_\d+)?$/u.test(name))
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .map((name) => optionalText(record, name))
    .filter((text) => text !== null);
}

function labelsOf(record: RawRecord): Partial<TrainingExample> {
  const metadata =
    typeof record.metadata === "object" && record.metadata !== null
      ? expectRecord(record.metadata)
      : {};
  const weight = optionalWeight(record, "weight");
  const labels: Record<string, string | number> = weight === null ? {} : { weight };
  for (const name of LABELS) {
    const label = optionalText(record, name) ?? optionalText(metadata, name);
    if (label !== null) labels[name] = label;
  }
  for (const from of [record, metadata]) {
    const id = IDS.find((name) => from[name] !== undefined && from[name] !== null);
    if (id !== undefined) return { product_id: requiredId(from, id), ...labels };
  }
  return labels;
}
