import type {
  BuildNextIndexesOptions,
  IndexProgress,
  NextIndex,
  Session,
} from "@searchfit/pg-corpus";
import type { ReembedJob } from "./reembed-job.ts";

/** How indexes on the new vectors are built. */
export interface IndexBuilding {
  /** Memory that a build may use, in MiB. @default the server's `maintenance_work_mem` */
  readonly indexMemoryMib?: number;
  /** Workers beside the building process, an integer ≥ 0; each takes a core from searches. @default the server's */
  readonly indexWorkers?: number;
  /** Called before an index is built. */
  readonly onBuild?: (index: NextIndex) => void;
  /** Called every second of a build on a server. */
  readonly onIndexProgress?: (progress: IndexProgress) => void;
}

/** What `buildNextIndexes` of pg-corpus takes, from a job and its options. */
export function indexBuilding(
  { table, signal }: ReembedJob,
  session: Session,
  options: IndexBuilding,
): BuildNextIndexesOptions {
  const { indexMemoryMib, indexWorkers, onBuild, onIndexProgress } = options;
  return {
    table,
    session,
    ...(indexMemoryMib !== undefined && { memoryMib: indexMemoryMib }),
    ...(indexWorkers !== undefined && { workers: indexWorkers }),
    ...(onBuild !== undefined && { onBuild }),
    ...(onIndexProgress !== undefined && { onProgress: onIndexProgress }),
    ...(signal !== undefined && { signal }),
  };
}
