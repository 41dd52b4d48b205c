import { parseAnswer } from "../answers/parse-answer.ts";
import { buildPrompt } from "../prompts/build-prompt.ts";
import type { QuestionForm } from "./question-form.ts";

const MAX_TOKENS = 200;

/** Prompt version 1: a product a question, a query a line. */
export function plainQuestionForm(count: number): QuestionForm {
  const form: QuestionForm = {
    version: 1,
    params: { queries: count, max_tokens: MAX_TOKENS },
    packSize: 1,
    question: ([product]) => {
      if (product === undefined) throw new RangeError("Expected a product.");
      return { product, prompt: buildPrompt(product, { count }), maxTokens: MAX_TOKENS };
    },
    partsOf: (answer, [product]) => {
      const final = typeof answer.text !== "string" || answer.stopReason === "refusal";
      const usable = final || form.parse(answer).queries.length > 0;
      return new Map(usable && product !== undefined ? [[product.id, answer.text]] : []);
    },
    parse: (answer) => parseAnswer(answer, count),
  };
  return form;
}
