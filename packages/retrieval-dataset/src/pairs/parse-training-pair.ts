import {
  expectRecord,
  labelList,
  optionalText,
  optionalWeight,
  requiredId,
  requiredText,
  type RawRecord,
} from "../files/record-fields.ts";
import type { TrainingPair } from "./training-pair.ts";

/** Turns a raw record into a training pair, or throws what is wrong with it. */
export function parseTrainingPair(value: unknown): TrainingPair {
  const record = expectRecord(value);
  const style = optionalText(record, "style");
  const domain = optionalText(record, "domain");
  const difficulty = optionalText(record, "difficulty");
  return {
    query: requiredText(record, "query"),
    positive: requiredText(record, "positive"),
    product_id: requiredId(record, "product_id"),
    title: optionalText(record, "title") ?? "",
    ...(style === null ? {} : { style }),
    ...(domain === null ? {} : { domain }),
    ...(difficulty === null ? {} : { difficulty }),
    ...marksOf(record),
  };
}

/** What a pair counts, and how it judges. */
function marksOf(
  record: RawRecord,
): Pick<TrainingPair, "weight" | "also_relevant" | "ambiguous" | "paraphrase_of"> {
  const alsoRelevant = labelList(record, "also_relevant");
  const paraphraseOf = optionalText(record, "paraphrase_of");
  const weight = optionalWeight(record, "weight");
  return {
    ...(weight === null ? {} : { weight }),
    ...(alsoRelevant.length === 0 ? {} : { also_relevant: alsoRelevant }),
    ...(record.ambiguous === true || record.ambiguous === "true" ? { ambiguous: true } : {}),
    ...(paraphraseOf === null ? {} : { paraphrase_of: paraphraseOf }),
  };
}
