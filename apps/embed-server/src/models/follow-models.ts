import type { Precision } from "@searchfit/onnx-embedder";
import { EmbedServerError } from "../embed-server-error.ts";
import { fingerprintFolders, type ModelPlace } from "./fingerprint-folders.ts";
import { createShelf } from "./model-shelf.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { repeat } from "./repeat.ts";
import type { ServedModel, ServedModels } from "./served-models.ts";

/** Which models a table's vectors are of. */
export interface TableModels {
  /** Fingerprint of the model whose vectors readers see; null: none is recorded. */
  readonly active: string | null;
  /** Fingerprints of models that are about to be active or were just now; null as above. */
  readonly around: readonly (string | null)[];
  /**
   * Fingerprint of a model whose vectors readers certainly do not see: a re-embedding's that has not
   * switched, or has switched back. @default none is known
   */
  readonly unseen?: string | undefined;
}

/** What is followed, and with which models. */
export interface FollowModelsOptions {
  /** Model folders; the first is taken while the table names no model. */
  readonly folders: readonly [first: string, ...others: string[]];
  /** Which export of the first folder that is. @default "fp32" */
  readonly precision?: Precision;
  /** Asks the database. */
  readonly readTable: () => Promise<TableModels>;
  /** Loads a model. */
  readonly load: (place: ModelPlace) => Promise<ServedModel>;
  /** Told in words what happens. @default nobody is */
  readonly onEvent?: (message: string) => void;
  /** How often the database is asked, in milliseconds. @default 1000 */
  readonly pollMs?: number;
}

/** Models that follow a table. */
export interface FollowedModels extends ServedModels {
  /** Stops asking and closes the models. */
  readonly close: () => Promise<void>;
}

/** Folders are hashed at most this often, when a fingerprint is not among them. */
const hashAgainMs = 5000;

/**
 * Serves the model that the database says is active, and no other.
 *
 * The database is asked every second, and each search tells which model's vectors it compared, so
 * that a switch is noticed by the search itself. While a re-embedding goes on, both its models are
 * held. A fingerprint that none of the folders has is refused (`MODEL_UNKNOWN`); folders are looked
 * at again then, as a model may have been put there. While the table names no model, the first folder's
 * answers, unless it is the one that a re-embedding has yet to switch to (`MODEL_MISMATCH`).
 *
 * @throws {EmbedServerError} `MODEL_UNKNOWN` when no folder holds the active model, `MODEL_MISMATCH`.
 */
export async function followModels(options: FollowModelsOptions): Promise<FollowedModels> {
  const { folders, precision = "fp32", onEvent = () => undefined } = options;
  const places = await hashedPlaces(folders);
  const own = places
    .known()
    .find((one) => one.folder === folders[0] && one.precision === precision);
  const load = async (fingerprint: string) => options.load(await places.find(fingerprint));
  const shelf = createShelf(load, onEvent);
  let table: TableModels = { active: null, around: [] };

  const meant = (recorded: string | null) => recorded ?? own?.fingerprint ?? "";
  const hold = (recorded: string | null) => {
    const isUnseen =
      recorded === null && table.active === null && own?.fingerprint === table.unseen;
    // Not async: whoever asks has the model before another look can let it go.
    return own !== undefined && isUnseen
      ? Promise.reject(notActive(own))
      : shelf.hold(meant(recorded));
  };
  const refresh = oneAtATime(async () => {
    const now = await options.readTable();
    if (now.active !== table.active) {
      onEvent(`the active model is ${now.active?.slice(0, 12) ?? "not recorded"}`);
    }
    table = now;
    for (const one of now.around) await shelf.hold(meant(one)).catch(() => undefined);
    shelf.letGo(new Set([now.active, ...now.around].map(meant)));
  });
  await refresh();
  await hold(table.active);
  const stop = repeat(refresh, options.pollMs ?? 1000, onEvent);
  return {
    current: () => hold(table.active),
    ofVectors: (fingerprint) => {
      // A search may have looked before the last poll or after it: only the table says which is newer.
      if (fingerprint !== table.active) refresh().catch(() => undefined); // the next poll tells why
      return hold(fingerprint);
    },
    holding: hold,
    refresh,
    held: () => {
      const current = shelf.loaded().get(meant(table.active));
      const others = [...shelf.loaded().values()].filter((model) => model !== current);
      return current === undefined ? others : [current, ...others];
    },
    close: async () => {
      await stop();
      await shelf.close();
    },
  };
}

/** Vectors of which nobody knows the model are not those of a model that is not active yet. */
function notActive({ folder, fingerprint }: ModelPlace): EmbedServerError {
  return new EmbedServerError(
    "MODEL_MISMATCH",
    `Expected the model of the vectors that the table shows, got ${folder.slice(0, 200)} (${fingerprint.slice(0, 12)}), whose re-embedding is not active.`,
    {
      hint: "Give --model FOLDER of the present model first, and the new one after it; or activate the re-embedding.",
      details: { fingerprint },
    },
  );
}

interface HashedPlaces {
  readonly known: () => readonly ModelPlace[];
  readonly find: (fingerprint: string) => Promise<ModelPlace>;
}

/** Models on disk; folders are looked at again for a fingerprint that none of them had. */
async function hashedPlaces(folders: readonly string[]): Promise<HashedPlaces> {
  let places = await fingerprintFolders(folders);
  let hashedAt = performance.now();
  const known = (fingerprint: string) => places.find((place) => place.fingerprint === fingerprint);
  return {
    known: () => places,
    find: async (fingerprint) => {
      if (known(fingerprint) === undefined && performance.now() - hashedAt > hashAgainMs) {
        hashedAt = performance.now();
        places = await fingerprintFolders(folders);
      }
      const place = known(fingerprint);
      if (place === undefined) throw unknown(fingerprint, folders);
      return place;
    },
  };
}

function unknown(fingerprint: string, folders: readonly string[]): EmbedServerError {
  return new EmbedServerError(
    "MODEL_UNKNOWN",
    `Expected the table's active model (${fingerprint.slice(0, 12)}) in one of ${folders.length} model folders, got others.`,
    {
      hint: "Start the server with --model FOLDER of that model, too; reembed status names it. No other model may answer: its vectors do not compare.",
      details: { fingerprint },
    },
  );
}
