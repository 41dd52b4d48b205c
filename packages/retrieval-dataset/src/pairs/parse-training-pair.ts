import { expectRecord, optionalText, requiredId, requiredText } from "../files/record-fields.ts";
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
  };
}
