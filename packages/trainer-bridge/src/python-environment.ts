/** A Python that has what the trainer needs; made by `ensurePythonEnvironment`. */
export interface PythonEnvironment {
  /** The interpreter. */
  readonly python: string;
  /** The environment's folder. */
  readonly folder: string;
  /** SHA-256 over the lock files that it was built from. */
  readonly lockHash: string;
  /** Version of Python, such as "3.11.7". */
  readonly version: string;
  /** The folder that holds `searchfit_trainer`. */
  readonly trainerFolder: string;
  /** Environment variables for the trainer; may hold a proxy's password, so do not write them down. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A stage of the making of an environment. */
export type EnvironmentStage =
  "find-python" | "wait" | "create" | "install-torch" | "install-packages" | "check" | "ready";

/** Progress of the making of an environment. */
export interface EnvironmentProgress {
  /** What is being done. */
  readonly stage: EnvironmentStage;
  /** One line for the user. */
  readonly message: string;
  /** Packages done; a fetched one that is not installed yet counts half. */
  readonly done?: number | undefined;
  /** Packages in all. */
  readonly total?: number | undefined;
}
