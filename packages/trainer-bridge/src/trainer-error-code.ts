const codes = [
  "BUG",
  "CANCELED",
  "CHECKPOINTS_IN_USE",
  "DEVICE_UNAVAILABLE",
  "DISK_FULL",
  "EXPORT_FAILED",
  "FILE_ERROR",
  "HUB_UNREACHABLE",
  "INVALID_DEV_DATA",
  "INVALID_JOB",
  "INVALID_MODEL",
  "INVALID_OPTIONS",
  "INVALID_TEACHER_DATA",
  "INVALID_TEXTS",
  "INVALID_TRAINING_DATA",
  "MISSING_PACKAGE",
  "MODEL_NOT_FOUND",
  "NAN_LOSS",
  "NO_TRAINING_PAIRS",
  "OUT_OF_MEMORY",
  "PACKAGED_MODEL_CHANGED",
  "PACKAGED_MODEL_MISSING",
  "PICKLE_ONLY",
  "PRECISION_UNSUPPORTED",
  "TOO_FEW_PAIRS",
  "TOO_MANY_FROZEN_LAYERS",
  "UNKNOWN_JOB",
] as const;

/** A code that the trainer itself ends a job with; `protocol/events.schema.json` lists the same. */
export type TrainerErrorCode = (typeof codes)[number];

/** The codes by name. */
export const trainerErrorCodes: readonly TrainerErrorCode[] = codes;

/** Whether this version of the bridge knows the code. */
export function isTrainerErrorCode(code: string): code is TrainerErrorCode {
  return (codes as readonly string[]).includes(code);
}
