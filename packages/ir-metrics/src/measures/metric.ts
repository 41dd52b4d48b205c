/** A measure that always needs a cutoff. */
export type CutoffMeasure = "accuracy" | "success" | "precision" | "recall" | "judged";

/** A measure that looks at the whole list unless a cutoff is given. */
export type OpenMeasure = "ndcg" | "ndcg_exp" | "mrr" | "map" | "rbp";

/** A measure that never takes a cutoff. */
export type WholeMeasure = "rprec" | "bpref";

/** The name of a measure without its cutoff. */
export type MeasureName = CutoffMeasure | OpenMeasure | WholeMeasure;

/** The name of a metric as this package writes it: `ndcg@10`, `mrr`, `bpref`, `rbp.8@10` … */
export type MetricName =
  | `${CutoffMeasure | OpenMeasure}@${number}`
  | OpenMeasure
  | WholeMeasure
  | `rbp.${number}`
  | `rbp.${number}@${number}`;

/** A metric name, read. */
export interface Metric {
  /** The name in this package's own spelling. */
  readonly name: MetricName;
  /** The measure. */
  readonly measure: MeasureName;
  /** Ranks to look at, an integer ≥ 1; null means the whole list. */
  readonly cutoff: number | null;
  /**
   * For `rbp` alone: the chance of going on to the next rank, between 0 and 1.
   * @default 0.9
   */
  readonly persistence?: number;
}
