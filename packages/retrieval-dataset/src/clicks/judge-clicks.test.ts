import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { unitHash } from "../split/unit-hash.ts";
import type { ClickRow } from "./click-row.ts";
import { judgeClicks } from "./judge-clicks.ts";
import { streamClickLog } from "./stream-click-log.ts";

const folder = mkdtempSync(join(tmpdir(), "clicks-"));
afterAll(() => rmSync(folder, { recursive: true }));

function row(
  ...[product_id, rank, impressions, clicks]: [string, number, number, number]
): ClickRow {
  return { query: "oak desk", product_id, rank, impressions, clicks };
}

describe("judgments from clicks", () => {
  it("compare clicks with those that the ranks would bring", async () => {
    // All clicks: 60. Looked at: 100 · 1/1 + 100 · 1/2 = 150, so c = 0.4: expected are 40 and 20.
    const { qrels, queries, expectedClicks, report } = await judgeClicks([
      row("top", 1, 100, 20),
      row("second", 2, 100, 40),
    ]);
    expect(expectedClicks[0]).toBeCloseTo(0.4);
    expect(expectedClicks[1]).toBeCloseTo(0.2);
    // (20 + 1) / (40 + 1) = 0.51 → 1; (40 + 1) / (20 + 1) = 1.95 → 2
    expect([...(qrels.get(queries[0]?.id ?? "") ?? [])]).toEqual([
      ["top", 1],
      ["second", 2],
    ]);
    expect(report).toEqual({ impressions: 200, clicks: 60, queries: 1, judged: 2, unjudged: 0 });
  });

  it("take the log's own shares of clicks when asked", async () => {
    const log = [row("a", 1, 10, 5), row("b", 2, 10, 1), row("c", 1, 10, 9), row("d", 2, 10, 3)];
    const { expectedClicks } = await judgeClicks(log, { examination: "observed" });
    expect(expectedClicks).toEqual([0.7, 0.2]);
  });

  it("leave unjudged what was hardly looked at", async () => {
    const { qrels, report } = await judgeClicks([row("a", 1, 100, 50), row("b", 50, 3, 0)]);
    expect([...qrels.values()].flatMap((grades) => [...grades.keys()])).toEqual(["a"]);
    expect(report.unjudged).toBe(1);
  });

  it("put queries together that differ in case and blanks", async () => {
    const log = [row("a", 1, 10, 5), { ...row("a", 1, 10, 5), query: " Oak  DESK" }];
    expect((await judgeClicks(log)).queries).toHaveLength(1);
  });

  it("find what is relevant although the old ranking hid it", async () => {
    // True chance of a click when looked at, and where the old system put it.
    const truth = new Map([
      ["great", { chance: 0.9, rank: 8 }],
      ["good", { chance: 0.3, rank: 4 }],
      ["poor", { chance: 0.05, rank: 1 }],
    ]);
    const log: ClickRow[] = [];
    for (const [id, { chance, rank }] of truth)
      for (let at = 0; at < 4000; at += 1) {
        const looked = unitHash(1, "look", `${id} ${at}`) < 1 / rank;
        const clicked = looked && unitHash(1, "click", `${id} ${at}`) < chance;
        log.push(row(id, rank, 1, clicked ? 1 : 0));
      }
    const clicks = (id: string) =>
      log.filter((each) => each.product_id === id).reduce((sum, each) => sum + each.clicks, 0);
    // Counting clicks would put "good" and "poor" nearer to "great" than they are …
    expect(clicks("poor") / clicks("great")).toBeGreaterThan(0.3);
    const { qrels, queries } = await judgeClicks(log);
    const grades = qrels.get(queries[0]?.id ?? "") ?? new Map<string, number>();
    // … the ratios are about 6.6, 2.2 and 0.37.
    expect([...grades]).toEqual([
      ["great", 3],
      ["good", 2],
      ["poor", 0],
    ]);
  });

  it("do not depend on the order of the log or on how it is summed", async () => {
    const log = [row("a", 1, 2, 1), row("b", 2, 2, 2), row("a", 2, 1, 0)];
    const events = [
      row("a", 2, 1, 0),
      row("b", 2, 1, 1),
      row("a", 1, 1, 0),
      row("b", 2, 1, 1),
      row("a", 1, 1, 1),
    ];
    const grades = async (rows: readonly ClickRow[]) =>
      [...(await judgeClicks(rows)).qrels.values()].map((each) => new Map([...each].sort()));
    expect(await grades(events)).toEqual(await grades(log));
  });

  it("of an empty log are none", async () => {
    const { qrels, queries, expectedClicks } = await judgeClicks([]);
    expect([qrels.size, queries.length, expectedClicks.length]).toEqual([0, 0, 0]);
  });

  it.each([
    { examination: { eta: -1 } },
    { examination: { eta: Number.NaN } },
    { smoothing: -1 },
    { minimumEvidence: Number.NaN },
    { gradeFrom: [] },
    { gradeFrom: [1, 1] },
  ])("refuse %o", async (options) => {
    await expect(judgeClicks([], options)).rejects.toThrow(RangeError);
  });

  it("refuse ranks that are none", async () => {
    await expect(judgeClicks([row("a", 0, 1, 0)])).rejects.toThrow(RangeError);
  });
});

describe("a search log", () => {
  it("may hold events or sums, by either names", async () => {
    writeFileSync(
      join(folder, "log.jsonl"),
      [
        '{"query":"Oak desk","product_id":7,"rank":1,"clicked":true}',
        '{"query":"oak desk","doc_id":"9","position":2,"impressions":5,"clicks":0}',
      ].join("\n"),
    );
    const rows = [];
    for await (const each of streamClickLog(join(folder, "log.jsonl"))) rows.push(each);
    expect(rows).toEqual([
      { query: "Oak desk", product_id: "7", rank: 1, impressions: 1, clicks: 1 },
      { query: "oak desk", product_id: "9", rank: 2, impressions: 5, clicks: 0 },
    ]);
  });
});
