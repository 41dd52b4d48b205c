import type { LeakCheckFacts, SplitCounts, SplitFacts } from "../data/preparation-facts.ts";
import type { ReportData } from "../data/report-data.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { formatNumber } from "../text/format-number.ts";
import { bullets, given } from "./bullets.ts";
import { markdownTable } from "./markdown-table.ts";
import { placeholder } from "./placeholder.ts";

const parts = [
  ["train", "Train", "trains the model"],
  ["dev", "Dev", "picks the epoch"],
  ["test", "Test, new products", "judges, once"],
  ["known", "Known products, new queries", "shown apart, never mixed in"],
] as const;

/** How the pairs were divided, and the proof that no test was seen in training. */
export function dataSplit(data: ReportData): string {
  const { split } = data;
  if (split === undefined) return placeholder("split");
  return [splitTable(split), bullets(splitLines(split))].join("\n\n");
}

function splitTable({ pairs, products, shares }: SplitFacts): string {
  const cell = (counts: SplitCounts | undefined, part: keyof SplitCounts): string =>
    given(counts?.[part], formatCount) ?? "–";
  const rows = parts
    .filter(([part]) => pairs[part] !== undefined)
    .map(([part, label, use]) => [
      label,
      given(
        shares?.[part],
        (share) => `${formatNumber(share * 100, 1)}%${part === "known" ? " of train" : ""}`,
      ) ?? "–",
      cell(pairs, part),
      cell(products, part),
      use,
    ]);
  return markdownTable(
    [
      ["Part", "left"],
      ["Share asked for", "right"],
      ["Pairs", "right"],
      ["Products", "right"],
      ["Use", "left"],
    ],
    rows,
  );
}

function splitLines(split: SplitFacts): string[] {
  const groups = given(split.groups, (count) => `${formatCount(count)} groups`) ?? "groups";
  const seed = given(split.seed, (value) => `, seed=${value}`) ?? "";
  const balanced = given(split.stratifiedBy, (by) => `, balanced by ${escapeMarkdown(by)}`) ?? "";
  return [
    `Divided by ${groups} of products and their near-duplicates${balanced}${seed}: a group is never on two sides`,
    ...leakLines(split.leakCheck),
  ];
}

function leakLines(check: LeakCheckFacts | undefined): string[] {
  if (check === undefined) return ["Leak check: not on record"];
  const found =
    check.leaks === 0 ? "0 leaks" : `**${formatCount(check.leaks)} LEAKS: the figures are void**`;
  if (check.checked.length === 0) return [`Leak check: ${found}`];
  return [`Leak check: ${found} across ${check.checked.map(escapeMarkdown).join("; ")}`];
}
