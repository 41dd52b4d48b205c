import { describe, expect, it } from "vitest";
import { hostileTexts } from "../../test/fixtures/hostile.ts";
import { reportOfPayloads } from "../../test/fixtures/hostile-payloads.ts";
import { fullReport, metric } from "../../test/fixtures/report-data.ts";
import type { ReportData } from "../data/report-data.ts";
import { renderReport } from "../markdown/render-report.ts";
import { drawFigures } from "./draw-figures.ts";
import type { Figure } from "./figure.ts";
import { standaloneSvg } from "./standalone-svg.ts";

const figures = await drawFigures(fullReport);
const namesOf = (drawn: readonly Figure[]): string[] => drawn.map(({ name }) => name);
const elements = (drawn: readonly Figure[]): string[] =>
  [...new Set(drawn.flatMap(({ svg }) => svg.match(/<\/?\w+/gu) ?? []))].sort();
const allowed = ["</g", "</line", "</path", "</svg", "</text", "</tspan"].flatMap((tag) => [
  tag,
  tag.replace("/", ""),
]);

/** A report with each text as the name of a metric and as the value of a slice. */
function reportOfLabels(texts: readonly string[]): ReportData {
  const values = metric([0.5, 0.6], 0.05, [0.001, 9, 9, 2]);
  const judged = {
    ...{ description: "", queries: 20, corpus: 9 },
    comparison: {
      ...{ baseline: "base", candidate: "tuned", queryCount: 20 },
      metrics: Object.fromEntries(texts.map((text) => [text, values])),
    },
    slices: texts.map((value) => ({
      ...{ attribute: "text", value, queries: 20, baseline: 0.5, candidate: 0.6 },
      comparison: values,
    })),
  };
  return { experiment: "labels", tests: { judged } };
}

describe("drawFigures", () => {
  it("draws a figure for each part that is there, and nothing of nothing", async () => {
    expect(namesOf(figures)).toEqual([
      "metrics-judged",
      "changes-judged",
      "ranks-judged",
      "slices-judged",
      "metrics-newProducts",
      "metrics-knownProducts",
      "learning-dev",
      "learning-loss",
    ]);
    expect(await drawFigures({ experiment: "empty" })).toEqual([]);
  });

  it("draws the same bytes of the same values", async () => {
    expect(await drawFigures(structuredClone(fullReport))).toEqual(figures);
  });

  it("stays small", () => {
    for (const { name, svg } of figures) expect(svg.length, name).toBeLessThan(60_000);
  });

  it("has no script, style, link, image, handler or colour of its own", () => {
    for (const { svg } of figures) {
      expect(svg).not.toMatch(
        /\s(?:style|href|on\w+)=|url\(|<(?:script|style|a|image|foreignObject)\b/iu,
      );
      const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/gu)].map(([, colour]) => colour);
      expect(new Set(["none", "currentColor", "var(--accent,currentColor)", ...colours]).size).toBe(
        3,
      );
    }
  });

  it("tells gains, losses and neither by shape, not by colour alone", () => {
    const legend = figures[0]?.svg ?? "";
    for (const word of ["better", "worse", "no difference shown"])
      expect(legend).toContain(`>${word}<`);
    const shapes = legend.match(/(?<=role-legend-symbol"[^>]*><path [^>]*d=")[^"]*/gu);
    expect(new Set(shapes).size).toBe(3);
  });

  it("shows hostile texts as text", async () => {
    for (let start = 0; start < hostileTexts.length; start += 20) {
      const drawn = await drawFigures(reportOfLabels(hostileTexts.slice(start, start + 20)));
      expect(namesOf(drawn)).toEqual(["metrics-judged", "slices-judged"]);
      expect(elements(drawn).filter((tag) => !allowed.includes(tag))).toEqual([]);
      for (const { svg } of drawn)
        expect(svg).not.toMatch(/[^\P{Cc}\n]|[\uFFFE\uFFFF]|[\uD800-\uDFFF]/u);
    }
  });

  it("keeps rows of the same label apart", async () => {
    const [, slices] = await drawFigures(reportOfLabels(["", " ", "\u0007"]));
    expect(slices?.svg.match(/>text: [^<]*</gu)).toEqual([
      ">text: (20)<",
      ">text: (20) #2<",
      ">text: (20) #3<",
    ]);
  });

  it("cuts long labels and many slices", async () => {
    const slices = (fullReport.tests?.judged?.slices ?? []).slice(0, 1);
    const many = Array.from({ length: 300 }, (_, index) => ({
      ...slices[0]!,
      value: `${"long name ".repeat(30)}${index}`,
      queries: 20 + index,
    }));
    const judged = { ...fullReport.tests!.judged!, slices: many };
    const drawn = await drawFigures({ ...fullReport, tests: { judged } });
    const figure = drawn.find(({ name }) => name === "slices-judged");
    expect(figure?.svg.length).toBeLessThan(60_000);
    expect(figure?.caption).toContain(
      "The 276 slices with the fewest queries are in the table only.",
    );
  });
});

describe("renderReport with figures", () => {
  it("shows each figure once, as an image beside the report, and leaves the tables", () => {
    const text = renderReport(fullReport, { figures });
    const images = [...text.matchAll(/^!\[.*\]\(figures\/([\w-]+)\.svg\)$/gmu)].map(
      ([, name]) => name,
    );
    expect(images.toSorted()).toEqual(namesOf(figures).toSorted());
    for (const line of renderReport(fullReport).split("\n")) expect(text).toContain(line);
  });

  it("has no image that is not a figure, whatever the texts are", async () => {
    const data = reportOfPayloads();
    const drawn = await drawFigures(data);
    const links = renderReport(data, { figures: drawn }).match(/(?<!\\)\]\([^)]*\)/gu) ?? [];
    expect(links.length).toBe(drawn.length);
    for (const link of links) expect(link).toMatch(/^\]\(figures\/[\w-]+\.svg\)$/u);
  });
});

describe("standaloneSvg", () => {
  it("brings its own text colour and ground, light and dark", () => {
    const text = standaloneSvg(figures[0]!);
    expect(text).toMatch(
      /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*><style>svg\{color:/u,
    );
    expect(text).toContain("prefers-color-scheme:dark");
    expect(text).not.toContain("var(");
  });
});
