export { ensurePythonEnvironment } from "./ensure-python-environment.ts";
export { runTrainer } from "./run-trainer.ts";
export { trainModel } from "./train-model.ts";
export { writeTrainingJob } from "./write-training-job.ts";
export { adoptTrainingJob } from "./adopt-training-job.ts";
export { exportOnnx } from "./export-onnx.ts";
export { encodeTexts } from "./encode-texts.ts";
export { describeEnvironment } from "./describe-environment.ts";
export { resolveBaseModel } from "./resolve-base-model.ts";
export { parseTrainerEvent } from "./parse-trainer-event.ts";
export { trainerProtocol } from "./trainer-event.ts";
export { TrainerBridgeError } from "./trainer-bridge-error.ts";

export type { EnsurePythonEnvironmentOptions } from "./ensure-python-environment.ts";
export type { EnvironmentVariables } from "./child-environment.ts";
export type {
  EnvironmentProgress,
  EnvironmentStage,
  PythonEnvironment,
} from "./python-environment.ts";
export type { InstallerChoice } from "./installer.ts";
export type { TorchBuild } from "./install-torch.ts";
export type { RunTrainerOptions, TrainerContext } from "./run-trainer.ts";
export type { DevFiles, TeacherFiles, TrainModelOptions } from "./train-model.ts";
export type { TrainingInputs } from "./training-job.ts";
export type { WriteTrainingJobOptions, WrittenTrainingJob } from "./write-training-job.ts";
export type { AdoptedTraining, AdoptTrainingJobOptions } from "./adopt-training-job.ts";
export type { LoraSettings, TrainingSettings } from "./training-settings.ts";
export type { ExportOnnxOptions, OnnxPrecision } from "./export-onnx.ts";
export type { EncodedTexts, EncodeTextsOptions } from "./encode-texts.ts";
export type { BaseModel, ResolveBaseModelOptions } from "./resolve-base-model.ts";
export type { ModelOrigin } from "./prepared-model.ts";
export type {
  DescribeResult,
  DevEvaluation,
  EncodeResult,
  ExportedFile,
  ExportParity,
  ExportResult,
  HubModelResult,
  PackagedModelResult,
  TrainerJob,
  TrainerResults,
  TrainingResult,
} from "./trainer-job.ts";
export type {
  CheckpointSavedEvent,
  EvaluationEndEvent,
  EvaluationProgressEvent,
  EvaluationStartEvent,
  HelloEvent,
  JobEndEvent,
  JobStartEvent,
  NoteEvent,
  ProgressEvent,
  StepEndEvent,
  TrainerErrorEvent,
  TrainerEvent,
  TrainerHardware,
  TrainingEndEvent,
  TrainingStartEvent,
} from "./trainer-event.ts";
export type { TrainerErrorCode } from "./trainer-error-code.ts";
export type { TrainerBridgeErrorCode, TrainerBridgeErrorOptions } from "./trainer-bridge-error.ts";
