/** Which model a search API says that it searches with. */
export interface CapturedModel {
  /** Its name. */
  readonly id: string;
  /** What tells its vectors from all others. */
  readonly fingerprint: string;
}

/**
 * Asks `GET /api/info` for the model, as embed-server answers it. An API without that, or with
 * another answer there, has none to tell: that is no failure.
 */
export async function readModel(call: {
  readonly host: string;
  readonly apiKey: string | undefined;
  readonly timeoutMs: number;
}): Promise<CapturedModel | undefined> {
  const { host, apiKey, timeoutMs } = call;
  try {
    const reply = await fetch(`${host}/api/info`, {
      headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const info = (await reply.json()) as Readonly<Record<string, unknown>> | null;
    const { embedding_model: id, model_fingerprint: fingerprint } = info ?? {};
    if (typeof id !== "string" || typeof fingerprint !== "string" || fingerprint === "") return;
    return { id, fingerprint };
  } catch {
    return undefined;
  }
}
