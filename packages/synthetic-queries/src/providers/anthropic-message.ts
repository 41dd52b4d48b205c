import type Anthropic from "@anthropic-ai/sdk";
import type { ProviderAnswer, WriteQueriesRequest } from "./query-provider.ts";

/** A question as the Messages API takes it, thinking turned off. */
export function toMessageParams(
  model: string,
  { prompt, maxTokens, schema }: WriteQueriesRequest,
): Anthropic.MessageCreateParamsNonStreaming {
  return {
    model,
    max_tokens: maxTokens,
    thinking: { type: "disabled" },
    system: prompt.system,
    messages: [{ role: "user", content: prompt.user }],
    ...(schema === undefined
      ? {}
      : { output_config: { format: { type: "json_schema", schema: { ...schema } } } }),
  };
}

/** An answer of the Messages API as ours. */
export function toAnswer(message: Anthropic.Message): ProviderAnswer {
  const { usage } = message;
  const cacheWrite = usage.cache_creation_input_tokens ?? 0;
  return {
    text: message.content.map((block) => (block.type === "text" ? block.text : "")).join(""),
    usage: {
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cacheReadTokens: usage.cache_read_input_tokens ?? 0,
      ...(cacheWrite === 0 ? {} : { cacheWriteTokens: cacheWrite }),
    },
    ...(message.stop_reason === null ? {} : { stopReason: message.stop_reason }),
  };
}
