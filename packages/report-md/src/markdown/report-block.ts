/** A place of the report where a figure belongs. */
export interface FigurePlace {
  /** Its name, as `drawFigures` gives it. */
  readonly figure: string;
}

/** A piece of the report: Markdown, or the place of a figure. */
export type ReportBlock = string | FigurePlace;

/** The place of a figure. */
export function figurePlace(name: string): FigurePlace {
  return { figure: name };
}
