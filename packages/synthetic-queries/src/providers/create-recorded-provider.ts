import { createHash } from "node:crypto";
import { streamJsonLines } from "@searchfit/retrieval-dataset";
import { parseWrittenQueries } from "../answers/parse-written-queries.ts";
import type { ProviderAnswer, QueryProvider } from "./query-provider.ts";
import { SyntheticQueriesError } from "../synthetic-queries-error.ts";

/** Where recorded answers lie. */
export interface RecordedProviderOptions {
  /**
   * JSONL file (`.gz` too) of `{product_id, queries: [text or {text, style}]}`, and of paraphrases
   * `{product_id, task: "paraphrase", queries: [{text, of}]}`; also a `generation.jsonl` of an
   * earlier run.
   */
  readonly file: string;
}

/** A provider that answers from a file, without cost. */
export interface RecordedProvider extends QueryProvider {
  /** Products that the file has answers for. */
  readonly productIds: readonly string[];
  /** Products that the file has answers for but the given catalogue lacks. */
  readonly unknownProducts: (productIds: Iterable<string>) => readonly string[];
}

interface RecordedAnswer extends ProviderAnswer {
  readonly productId: string;
  readonly task: "write" | "paraphrase";
  /** Whether it is a line of an earlier run, where a later answer takes the place of a former one. */
  readonly ofRun: boolean;
}

/**
 * Answers from recorded queries instead of a model: offline, free, always the same. The whole
 * file is read and checked first. Several lines for a product count together, a repeated query once; of
 * the lines of an earlier run the last counts. Queries and paraphrases are apart in this.
 *
 * @throws {SyntheticQueriesError} `INVALID_FILE` with every bad line, `FILE_NOT_READABLE`.
 * @example
 * const provider = await createRecordedProvider({ file: "recorded-queries.jsonl" });
 * provider.unknownProducts(products.map(({ id }) => id)); // []
 */
export async function createRecordedProvider(
  options: RecordedProviderOptions,
): Promise<RecordedProvider> {
  const answers = {
    write: new Map<string, ProviderAnswer>(),
    paraphrase: new Map<string, ProviderAnswer>(),
  };
  const hash = createHash("sha256");
  for await (const { productId, task, ofRun, ...answer } of recordedAnswers(options.file)) {
    const before = ofRun ? undefined : answers[task].get(productId);
    answers[task].set(productId, before === undefined ? answer : together(before, answer));
    hash.update(JSON.stringify([productId, answer, ...(task === "write" ? [] : [task])]));
  }
  return {
    name: "recorded",
    model: "recorded",
    fingerprint: hash.digest("hex"),
    free: true,
    packs: false,
    productIds: [...answers.write.keys()],
    unknownProducts: (productIds) => {
      const known = new Set(productIds);
      return [...answers.write.keys()].filter((id) => !known.has(id));
    },
    async writeQueries({ product, paraphrase }) {
      const answer = answers[paraphrase === undefined ? "write" : "paraphrase"].get(product.id);
      if (answer !== undefined) return answer;
      throw new SyntheticQueriesError(
        "NO_RECORDED_ANSWER",
        `Expected recorded ${paraphrase === undefined ? "queries" : "paraphrases"} for product ${product.id}, found none in ${options.file}.`,
        { details: { productId: product.id, file: options.file } },
      );
    },
  };
}

/** Both answers' queries; what a model wrote as one text is taken alone. */
function together(before: ProviderAnswer, answer: ProviderAnswer): ProviderAnswer {
  if (typeof before.text === "string" || typeof answer.text === "string") return answer;
  const known = new Set(before.text.map(({ text }) => text));
  return {
    ...answer,
    text: [...before.text, ...answer.text.filter(({ text }) => !known.has(text))],
  };
}

async function* recordedAnswers(file: string): AsyncGenerator<RecordedAnswer> {
  try {
    for await (const { row } of streamJsonLines(file, { parse: parseRecordedAnswer })) yield row;
  } catch (cause) {
    const { code, message } = cause as { readonly code?: string; readonly message: string };
    const invalid = code === "INVALID_FILE";
    throw new SyntheticQueriesError(invalid ? "INVALID_FILE" : "FILE_NOT_READABLE", message, {
      hint: invalid
        ? 'Expected is one {"product_id": …, "queries": […]} a line.'
        : "Check the path of the recorded queries.",
      details: { file },
      cause,
    });
  }
}

function parseRecordedAnswer(value: unknown): RecordedAnswer {
  const record = (value ?? {}) as Readonly<Record<string, unknown>>;
  const { product_id: id, answer, queries } = record;
  const whole = typeof id === "number" && Number.isSafeInteger(id);
  if (!whole && (typeof id !== "string" || id.trim() === ""))
    throw new Error(
      `expected "product_id" to be a non-empty string, got ${JSON.stringify(id) ?? "nothing"}.`,
    );
  const stopReason = record.stop_reason;
  return {
    productId: String(id).trim(),
    task: record.task === "paraphrase" ? "paraphrase" : "write",
    ofRun: record.provider !== undefined,
    text:
      typeof answer === "string" && queries === undefined ? answer : parseWrittenQueries(queries),
    ...(typeof stopReason === "string" ? { stopReason } : {}),
  };
}
