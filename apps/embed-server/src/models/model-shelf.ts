import type { ServedModel } from "./served-models.ts";

/** Models in memory, by fingerprint. */
export interface ModelShelf {
  /** The model with this fingerprint, loaded when it is not there; a failed load is tried again. */
  readonly hold: (fingerprint: string) => Promise<ServedModel>;
  /** Models that are loaded. */
  readonly loaded: () => ReadonlyMap<string, ServedModel>;
  /** Closes models that are not wanted and have had nothing to do at two calls in a row. */
  readonly letGo: (wanted: ReadonlySet<string | undefined>) => void;
  /** Closes all of them. */
  readonly close: () => Promise<void>;
}

/** Makes an empty shelf. */
export function createShelf(
  load: (fingerprint: string) => Promise<ServedModel>,
  onEvent: (message: string) => void,
): ModelShelf {
  const held = new Map<string, Promise<ServedModel>>();
  const loaded = new Map<string, ServedModel>();
  const idle = new Set<string>();
  const hold = (fingerprint: string): Promise<ServedModel> => {
    const known = held.get(fingerprint);
    if (known !== undefined) return known;
    const model = load(fingerprint).then((one) => {
      loaded.set(fingerprint, one);
      onEvent(`loaded ${one.id} (${fingerprint.slice(0, 12)})`);
      return one;
    });
    held.set(fingerprint, model);
    model.catch(() => held.delete(fingerprint));
    return model;
  };
  const letGo = (wanted: ReadonlySet<string | undefined>) => {
    for (const [fingerprint, model] of loaded) {
      const { waiting, running } = model.encoder.load();
      if (wanted.has(fingerprint) || waiting + running > 0) idle.delete(fingerprint);
      else if (!idle.delete(fingerprint)) idle.add(fingerprint);
      else {
        held.delete(fingerprint);
        loaded.delete(fingerprint);
        onEvent(`let go of ${model.id} (${fingerprint.slice(0, 12)})`);
        void model.encoder.embedder.close();
      }
    }
  };
  return {
    hold,
    loaded: () => loaded,
    letGo,
    close: async () => {
      await Promise.allSettled(held.values());
      for (const { encoder } of loaded.values()) await encoder.embedder.close();
    },
  };
}
