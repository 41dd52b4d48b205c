/** A data point, `null` where there is none. */
export type PlotRows = readonly object[];

/** One layer of marks, in Vega-Lite's words. */
export interface PlotLayer {
  /** Data of its own. */
  readonly data?: { readonly values: PlotRows };
  /** What is drawn. */
  readonly mark: object;
  /** By which fields. */
  readonly encoding: object;
}

/** The part of a Vega-Lite specification that differs between plots. */
export interface PlotSpec {
  /** Data of all layers that have none of their own. */
  readonly data: { readonly values: PlotRows };
  /** Height of the whole plot in pixels of its own. */
  readonly height: number;
  /** Marks, the lowest first. */
  readonly layer: readonly PlotLayer[];
}

/** One plot before it is drawn. */
export interface Plot {
  /** Name among the report's figures, fit for a file. */
  readonly name: string;
  /** What it shows, in a phrase; plain text. */
  readonly title: string;
  /** How to read it, without naming a colour; plain text. */
  readonly caption: string;
  /** Data and marks, for Vega-Lite. */
  readonly spec: PlotSpec;
}
