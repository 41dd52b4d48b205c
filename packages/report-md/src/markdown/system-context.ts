import type { ReportData } from "../data/report-data.ts";
import type { BaseModelFacts, HardwareFacts, SystemContext } from "../data/system-context.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { given, joined, labelledBullets } from "./bullets.ts";
import { code } from "./code.ts";
import { placeholder } from "./placeholder.ts";

/** Source, model, pipeline, machine and software. */
export function systemContext(data: ReportData): string {
  const { system } = data;
  if (system === undefined) return placeholder("extract", "baseline");
  const list = labelledBullets([
    ["Data source", sourceWords(system)],
    ["Base Model", given(system.baseModel, baseModelWords)],
    ["Tuned model", tunedWords(system)],
    ["Search Pipeline", given(system.searchPipeline, escapeMarkdown)],
    ["Served precision", given(system.servedPrecision, escapeMarkdown)],
    ["Hardware", hardwareWords(system.hardware)],
    ["Software", given(system.versions, versionWords)],
  ]);
  return list === "" ? placeholder("extract", "baseline") : list;
}

function sourceWords({ source, corpusSize }: SystemContext): string | undefined {
  const products = given(corpusSize, (size) => `${formatCount(size)} products`);
  if (source === undefined) return products;
  return products === undefined
    ? escapeMarkdown(source)
    : `${escapeMarkdown(source)} (${products})`;
}

function baseModelWords(model: BaseModelFacts): string {
  const facts = joined([
    given(model.dimensions, (dimensions) => `${formatCount(dimensions)} dimensions`),
    given(model.maxTokens, (tokens) => `reads ${formatCount(tokens)} tokens`),
    given(model.origin, (origin) => `from ${escapeMarkdown(origin)}`),
    given(model.fingerprint, (fingerprint) => `fingerprint ${code(fingerprint.slice(0, 12))}`),
  ]);
  return facts === "" ? escapeMarkdown(model.name) : `${escapeMarkdown(model.name)} (${facts})`;
}

function tunedWords({ tunedDimensions, tunedFingerprint }: SystemContext): string | undefined {
  const facts = joined([
    given(tunedDimensions, (dimensions) => `${formatCount(dimensions)} dimensions`),
    given(tunedFingerprint, (fingerprint) => `fingerprint ${code(fingerprint.slice(0, 12))}`),
  ]);
  return facts === "" ? undefined : facts;
}

/** The machine in a phrase; undefined when nothing is known of it. */
export function hardwareWords(hardware: HardwareFacts | undefined): string | undefined {
  const facts = joined([
    given(hardware?.gpu, escapeMarkdown),
    given(hardware?.cpu, escapeMarkdown),
    given(hardware?.cores, (cores) => `${cores} ${cores === 1 ? "core" : "cores"}`),
    given(hardware?.memoryGiB, (memory) => `${formatCount(memory)} GiB`),
  ]);
  return facts === "" ? undefined : facts;
}

function versionWords(versions: Readonly<Record<string, string>>): string {
  return Object.entries(versions)
    .map(([name, version]) => `${escapeMarkdown(name)} ${escapeMarkdown(version)}`)
    .join(", ");
}
