/** Adapters of low rank (LoRA): two thin matrices beside each linear layer, which itself stays as it is. */
export interface LoraSettings {
  /** Columns of the thin matrices. @default 8 */
  readonly rank?: number;
  /** What an adapter adds is multiplied by alpha / rank. @default 16 */
  readonly alpha?: number;
  /** Share of an adapter's inputs that training drops, 0 to 0.9. @default 0 */
  readonly dropout?: number;
  /** Last names of the linear layers, such as "query". @default all of the encoder's stack */
  readonly targetModules?: readonly string[] | null;
}

/** How to train; what is left out takes the trainer's default. */
export interface TrainingSettings {
  /** Name of the base model for the model card. @default the folder's name */
  readonly baseModelName?: string;
  /** Licence of the base model for the model card. @default not stated */
  readonly license?: string;
  /** Time for the model card, as text. @default left out, so that artefacts are reproducible */
  readonly trainedAt?: string;
  /** Passes over the rows. @default 3 */
  readonly epochs?: number;
  /** Rows a step, at least 2. @default 32 */
  readonly batchSize?: number;
  /** Peak of the schedule. @default 2e-5 */
  readonly learningRate?: number;
  /** Share of the steps that warms up. @default 0.1 */
  readonly warmupRatio?: number;
  /** AdamW's, on matrices only. @default 0.01 */
  readonly weightDecay?: number;
  /** What follows the warm-up; "cosine-with-restarts" begins anew at each epoch. @default "linear" */
  readonly schedule?: "linear" | "cosine" | "cosine-with-restarts" | "constant";
  /** 1 / temperature of the softmax over cosine similarities. @default 20 */
  readonly scale?: number;
  /** Leading dimensions to train, each with a loss of its own: name the full number among them. @default all dimensions */
  readonly matryoshkaDimensions?: readonly number[] | null;
  /** Leave out negatives that the base model finds closer than the positive by this, 0 to 2. @default no guard */
  readonly guardMargin?: number | null;
  /** Texts whose activations are held at once; the gradients stay those of the batch. @default all */
  readonly miniBatchSize?: number | null;
  /** Try weights between base and best epoch too; dev decides. @default false */
  readonly mixWithBase?: boolean;
  /** Add the direction from positive to anchor to the loss. @default false */
  readonly symmetric?: boolean;
  /** Seed of dropout and of the batches. @default 42 */
  readonly seed?: number;
  /** Share of activations that training drops, 0 to 0.9. @default the base model's own */
  readonly dropout?: number | null;
  /** Cut texts after so many tokens. @default the model's limit */
  readonly maxTokens?: number | null;
  /** Lowest encoder layers to leave as they are. @default 0 */
  readonly freezeLayers?: number;
  /** Leave token embeddings as they are. @default false */
  readonly freezeEmbeddings?: boolean;
  /** Train adapters of low rank and merge them into the weights at the end. @default all weights */
  readonly lora?: LoraSettings | null;
  /** Length-sorted parts that a batch is encoded in. @default those that cost least */
  readonly subForwards?: number | null;
  /** Where to compute; "auto" takes CUDA, then MPS, then the CPU. @default "auto" */
  readonly device?: "auto" | "cpu" | "cuda" | "mps";
  /** Number format; "auto" takes bf16 where it is native and measured faster, else fp32. @default "auto" */
  readonly precision?: "auto" | "fp32" | "bf16" | "fp16";
  /** CPU threads. @default the cores that the process may use */
  readonly threads?: number | null;
  /** Also save after every so many steps. @default at the end of an epoch only */
  readonly checkpointEverySteps?: number | null;
  /** Score dev after every so many steps too; the best evaluation is kept. @default after epochs */
  readonly evaluateEverySteps?: number | null;
  /** Stop after so many evaluations without a better dev NDCG@10. @default never */
  readonly earlyStoppingPatience?: number | null;
  /** Try the mean of the weights at all evaluations too; dev decides. @default false */
  readonly averageEpochs?: boolean;
  /** Put before queries, and written into the model. @default the base model's own */
  readonly queryPrompt?: string | null;
  /** Put before documents, and written into the model. @default the base model's own */
  readonly documentPrompt?: string | null;
  /** Share of the teacher's loss in a row's loss, above 0 and at most 1; the in-batch loss has the rest. @default 0.5 */
  readonly teacherWeight?: number;
  /** Of the teacher's softmax over its scores, which are min-max normalised in each list. @default 0.1 */
  readonly teacherTemperature?: number;
  /** "kl" compares whole lists, "margin-mse" differences of two documents' scores. @default "kl" */
  readonly teacherLoss?: "kl" | "margin-mse";
  /** Newest checkpoints to keep. @default 2 */
  readonly keepCheckpoints?: number;
}
