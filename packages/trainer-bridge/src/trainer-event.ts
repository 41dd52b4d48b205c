/** The version of the conversation that this package speaks. */
export const trainerProtocol = 1;

/** First line: who is there. */
export interface HelloEvent {
  /** Discriminator. */
  readonly type: "hello";
  /** Version of the conversation. */
  readonly protocol: number;
  /** Version of searchfit_trainer. */
  readonly trainer: string;
  /** Version of Python. */
  readonly python: string;
  /** Version of torch; null when it is not installed. */
  readonly torch: string | null;
  /** Version of sentence-transformers; null when it is not installed. */
  readonly sentenceTransformers: string | null;
  /** The job it was asked for. */
  readonly job: string;
}

/** The options file was read; the job's own modules are loaded next. */
export interface JobStartEvent {
  /** Discriminator. */
  readonly type: "job-start";
  /** The job. */
  readonly job: string;
}

/** What the machine has, as far as the trainer may use it. */
export interface TrainerHardware {
  /** Name of the processor. */
  readonly cpu: string;
  /** Cores that the process may use. */
  readonly cores: number;
  /** Memory that the process may use, in GiB. */
  readonly memoryGiB: number;
  /** Name of the graphics processor, where torch sees one. */
  readonly gpu?: string | undefined;
}

/** Everything is loaded; the first evaluation follows. */
export interface TrainingStartEvent {
  /** Discriminator. */
  readonly type: "training-start";
  /** Training rows. */
  readonly pairs: number;
  /** Passes over the rows. */
  readonly epochs: number;
  /** Rows a step. */
  readonly batchSize: number;
  /** Steps of the first epoch. */
  readonly stepsPerEpoch: number;
  /** Steps of the whole training. */
  readonly totalSteps: number;
  /** Peak of the learning rate's schedule. */
  readonly learningRate: number;
  /** "cpu", "cuda" or "mps". */
  readonly device: string;
  /** "fp32", "bf16" or "fp16". */
  readonly precision: string;
  /** CPU threads. */
  readonly threads: number;
  /** Parameters of the model. */
  readonly parameters: number;
  /** Those that are trained. */
  readonly trainableParameters: number;
  /** What it runs on. */
  readonly hardware: TrainerHardware;
  /** The step of the checkpoint that it goes on from, when it does. */
  readonly resumedFromStep?: number | undefined;
}

/** Training progress; at most about one a second. */
export interface StepEndEvent {
  /** Discriminator. */
  readonly type: "step-end";
  /** Steps done, from 1. */
  readonly step: number;
  /** Steps of the whole training. */
  readonly totalSteps: number;
  /** Epoch of this step, from 1. */
  readonly epoch: number;
  /** Loss of this step. */
  readonly loss: number;
  /** Learning rate of this step. */
  readonly learningRate: number;
  /** Speed, smoothed. */
  readonly pairsPerSecond: number;
  /** Seconds that the remaining steps will take at this speed. */
  readonly etaSeconds: number;
}

/** An evaluation on dev begins; epoch 0 is the untrained base model. */
export interface EvaluationStartEvent {
  /** Discriminator. */
  readonly type: "evaluation-start";
  /** Epochs trained; a fraction lies within an epoch. */
  readonly epoch: number;
  /** Steps trained. */
  readonly step: number;
  /** Dev queries with a relevant document. */
  readonly queries: number;
}

/** Texts of an evaluation that are embedded. */
export interface EvaluationProgressEvent {
  /** Discriminator. */
  readonly type: "evaluation-progress";
  /** Epochs trained. */
  readonly epoch: number;
  /** Texts done. */
  readonly done: number;
  /** Texts in all. */
  readonly total: number;
}

/** What the model scores on dev. */
export interface EvaluationEndEvent {
  /** Discriminator. */
  readonly type: "evaluation-end";
  /** Epochs trained; a fraction lies within an epoch. */
  readonly epoch: number;
  /** Steps trained. */
  readonly step: number;
  /** Means by metric name, such as `ndcg@10`. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** A training that is stopped now goes on from here. */
export interface CheckpointSavedEvent {
  /** Discriminator. */
  readonly type: "checkpoint-saved";
  /** Steps trained. */
  readonly step: number;
  /** The checkpoint. */
  readonly folder: string;
}

/** Something that the user should be told and that is no error. */
export interface NoteEvent {
  /** Discriminator. */
  readonly type: "note";
  /** One sentence. */
  readonly message: string;
}

/** Progress of an export or an encoding. */
export interface ProgressEvent {
  /** Discriminator. */
  readonly type: "progress";
  /** The job. */
  readonly job: string;
  /** Units done. */
  readonly done: number;
  /** Units in all. */
  readonly total: number;
  /** What is counted. */
  readonly unit: string;
}

/** Last line of a training. */
export interface TrainingEndEvent {
  /** Discriminator. */
  readonly type: "training-end";
  /** A `TrainingResult`, checked when the job is `train`. */
  readonly result: Readonly<Record<string, unknown>>;
}

/** Last line of every other job. */
export interface JobEndEvent {
  /** Discriminator. */
  readonly type: "job-end";
  /** The job. */
  readonly job: string;
  /** The job's result, one of `TrainerResults`. */
  readonly result: Readonly<Record<string, unknown>>;
}

/** Last line of a job that failed. */
export interface TrainerErrorEvent {
  /** Discriminator. */
  readonly type: "error";
  /** SCREAMING_SNAKE. */
  readonly code: string;
  /** What was expected, what came, and where. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
  /** The data that failed. */
  readonly details?: unknown;
  /** Python's traceback. */
  readonly traceback?: string | undefined;
}

/** One line of the trainer's stdout, told apart by `type`. */
export type TrainerEvent =
  | HelloEvent
  | JobStartEvent
  | TrainingStartEvent
  | StepEndEvent
  | EvaluationStartEvent
  | EvaluationProgressEvent
  | EvaluationEndEvent
  | CheckpointSavedEvent
  | NoteEvent
  | ProgressEvent
  | TrainingEndEvent
  | JobEndEvent
  | TrainerErrorEvent;
