/** What one stage counted. */
export interface StageResult {
  /** Tests and checks that passed. */
  readonly passed: number;
  /** Tests and checks that failed, reports that are missing, commands that broke. */
  readonly failed: number;
  /** Tests that were skipped. */
  readonly skipped: number;
  /** One line for each failure. */
  readonly failures: readonly string[];
  /** Names of later stages that make no sense any more. */
  readonly blocks?: readonly StageName[];
}

/** Names of the stages, in the order in which they run. */
export const stageNames = [
  "format",
  "static",
  "unit",
  "readme",
  "package",
  "python",
  "slow",
] as const;

/** Name of a stage, as in `--only`. */
export type StageName = (typeof stageNames)[number];

/** A part of the whole check. */
export interface Stage {
  /** Its name. */
  readonly name: StageName;
  /** What it does, for its heading. */
  readonly title: string;
  /** Does it. */
  readonly run: (workspace: Workspace) => Promise<StageResult>;
}

/** Where the checks run. */
export interface Workspace {
  /** The repository root. */
  readonly root: string;
  /** Its packages, apps and tools. */
  readonly projects: readonly Project[];
}

/** A package, app or tool. */
export interface Project {
  /** Its name in Nx. */
  readonly name: string;
  /** Its folder relative to the root. */
  readonly folder: string;
  /** Names of its scripts, which are its Nx targets. */
  readonly targets: readonly string[];
  /** Whether it has slow tests (`test/**\/*.slow.ts`). */
  readonly hasSlowTests: boolean;
}

/** Adds results up. */
export function sumResults(results: readonly StageResult[]): StageResult {
  return {
    passed: results.reduce((sum, result) => sum + result.passed, 0),
    failed: results.reduce((sum, result) => sum + result.failed, 0),
    skipped: results.reduce((sum, result) => sum + result.skipped, 0),
    failures: results.flatMap((result) => result.failures),
    blocks: results.flatMap((result) => result.blocks ?? []),
  };
}

/** The result of one check that passed. */
export const onePassed: StageResult = { passed: 1, failed: 0, skipped: 0, failures: [] };

/** The result of one check that failed. */
export function oneFailed(failure: string): StageResult {
  return { passed: 0, failed: 1, skipped: 0, failures: [failure] };
}
