import type { TopLevelSpec } from "vega-lite";
import type { LoggerInterface } from "vega";
import { escapeHtml } from "../text/escape-html.ts";
import type { Figure } from "./figure.ts";
import { plotConfig, plotWidth } from "./plot-style.ts";
import type { Plot } from "./plot.ts";

/**
 * Draws one plot as SVG, without a browser. Vega is loaded with the first plot: whoever only prints
 * tables does not wait for it.
 */
export async function drawPlot({ name, title, caption, spec }: Plot): Promise<Figure> {
  const [{ parse, View }, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const whole = {
    ...spec,
    width: plotWidth,
    autosize: { type: "fit", contains: "padding" },
    config: plotConfig,
  } as unknown as TopLevelSpec;
  const failures: unknown[] = [];
  const logger = keepErrors(failures);
  const view = new View(parse(compile(whole).spec), { renderer: "none", logger });
  const drawn = await view.toSVG();
  view.finalize();
  if (failures.length > 0)
    throw new Error(`The plot "${title}" could not be drawn.`, { cause: failures[0] });
  return { name, title, caption, svg: asPicture(drawn, title) };
}

/** A logger that keeps failures: Vega only tells them, and goes on without the data. */
function keepErrors(failures: unknown[]): LoggerInterface {
  function levelOf(level: number): LoggerInterface;
  function levelOf(): number;
  function levelOf(level?: number): LoggerInterface | number {
    return level === undefined ? 0 : logger;
  }
  const logger: LoggerInterface = {
    level: levelOf,
    error: (...parts) => {
      failures.push(...parts);
      return logger;
    },
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}

/** The SVG as one picture with a name, for readers who hear the page. */
function asPicture(svg: string, title: string): string {
  return svg
    .replace(/ xmlns:xlink="[^"]*"/u, "")
    .replace("<svg ", `<svg role="img" aria-label="${escapeHtml(title)}" `);
}
