import type { ServerContext } from "../server-context.ts";

/** What `GET /api/info` says of the models. */
export async function describeModels({ models, follows }: ServerContext): Promise<object> {
  const current = await models.current().catch(() => undefined);
  const held = models.held();
  const load = { waiting: 0, running: 0 };
  for (const { encoder } of held) {
    const { waiting, running } = encoder.load();
    load.waiting += waiting;
    load.running += running;
  }
  const others = { following: follows, queue: load };
  if (current === undefined) {
    return { embedding_model: "", model_fingerprint: "", ...others };
  }
  const { model } = current.encoder.embedder;
  return {
    embedding_model: current.id,
    model_fingerprint: model.fingerprint,
    dimensions: model.dimensions,
    max_tokens: model.maxTokens,
    pooling: model.pooling,
    normalized: model.normalize,
    precision: model.precision,
    prompts: Object.keys(model.prompts),
    models_held: held.map(({ id, encoder }) => ({
      id,
      fingerprint: encoder.embedder.model.fingerprint,
    })),
    ...others,
  };
}
