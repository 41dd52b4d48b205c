/** How the model did on dev after an epoch. */
export interface LearningCurvePoint {
  /** Epoch; 0 is the untrained base model. */
  readonly epoch: number;
  /** Metric → mean over the dev queries. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Mean training loss of the epoch. */
  readonly loss?: number | undefined;
}

/** The loss of one optimizer step. */
export interface TrainingLoss {
  /** The step, from 1. */
  readonly step: number;
  /** Its loss. */
  readonly loss: number;
}

/** What the step `mine` did. */
export interface HardNegativeFacts {
  /** Training queries that got hard negatives. */
  readonly queries: number;
  /** Hard negatives in all. */
  readonly negatives: number;
  /** Reason → candidates that a guard left out. */
  readonly excluded?: Readonly<Record<string, number>> | undefined;
}

/** What the step `fine-tune` did. */
export interface TrainingFacts {
  /** Name of the loss. */
  readonly loss: string;
  /** Epochs trained. */
  readonly epochs: number;
  /** Epoch whose weights were kept, by the primary metric on dev. */
  readonly bestEpoch?: number | undefined;
  /** Pairs in a batch. */
  readonly batchSize: number;
  /** Highest learning rate. */
  readonly learningRate: number;
  /** Share of the steps in which the learning rate rises, 0 to 1. */
  readonly warmupShare?: number | undefined;
  /** Course of the learning rate. */
  readonly schedule?: string | undefined;
  /** Seed of the order of the batches. */
  readonly seed?: number | undefined;
  /** Pairs trained on. */
  readonly pairs?: number | undefined;
  /** `cpu`, `cuda`, `mps`. */
  readonly device?: string | undefined;
  /** Precision of the training: `fp32`, `bf16`, `fp16`. */
  readonly precision?: string | undefined;
  /** Time in seconds. */
  readonly seconds?: number | undefined;
  /** Optimizer steps. */
  readonly steps?: number | undefined;
  /** Weights of the model. */
  readonly parameters?: number | undefined;
  /** Weights that training could change. */
  readonly trainableParameters?: number | undefined;
  /** Dev after each epoch, the untrained base as epoch 0. */
  readonly learningCurve?: readonly LearningCurvePoint[] | undefined;
  /** Loss of each step, in order. */
  readonly losses?: readonly TrainingLoss[] | undefined;
  /** Whether the kept epoch is better than the untrained base on dev. */
  readonly beatsBase?: boolean | undefined;
  /** Hard negatives, where they were used. */
  readonly hardNegatives?: HardNegativeFacts | undefined;
}
