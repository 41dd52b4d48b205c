import { spreadStyles, type StyleMix } from "../prompts/query-style.ts";
import { packedQuestionForm } from "./packed-question-form.ts";
import { plainQuestionForm } from "./plain-question-form.ts";
import type { QuestionForm } from "./question-form.ts";

/** How products are asked about. */
export interface PromptSettings {
  /**
   * Version of the prompt: 1 is the reference documents' wording with a product a question, 2 knows
   * the other settings.
   * @default 1, or 2 when one of the other settings is given
   */
  readonly version?: 1 | 2;
  /** Queries of each style. @default `queriesPerProduct` over brand, need, natural, attribute */
  readonly styles?: StyleMix;
  /** Real queries of the team's shop, to write in their manner; the first 20 are shown. @default none */
  readonly examples?: readonly string[];
  /** Products of one request at most, from 1 to 50. @default 1 */
  readonly productsPerRequest?: number;
}

const MOST_IN_A_PACK = 50;

/**
 * The form of question that settings describe.
 *
 * @throws {RangeError} When version 1 is to do what only version 2 can, or a number makes no sense.
 */
export function questionForm(settings: PromptSettings, queriesPerProduct: number): QuestionForm {
  const { styles, examples, productsPerRequest: packSize = 1 } = settings;
  const more = styles !== undefined || (examples?.length ?? 0) > 0 || packSize > 1;
  if (!Number.isInteger(packSize) || packSize < 1 || packSize > MOST_IN_A_PACK)
    throw new RangeError(
      `Expected productsPerRequest to be an integer from 1 to ${MOST_IN_A_PACK}, got ${packSize}.`,
    );
  if (settings.version === 1 && more)
    throw new RangeError("Expected prompt version 2 for styles, examples and packs, got 1.");
  if ((settings.version ?? (more ? 2 : 1)) === 1) return plainQuestionForm(queriesPerProduct);
  return packedQuestionForm({
    styles: styles ?? spreadStyles(queriesPerProduct),
    examples: examples ?? [],
    packSize,
  });
}
