import { describe, expect, it } from "vitest";
import { resolveTableNames } from "./table-names.ts";

describe("resolveTableNames", () => {
  it("fills in the names that S0's table has", () => {
    const { quoted, columns } = resolveTableNames({ columns: { id: "sku", tags: null } });
    expect(quoted).toBe('"public"."ingested_records"');
    expect(columns).toMatchObject({
      id: "sku",
      tags: null,
      searchableContent: "searchable_content",
      contentEmbedding: "content_embedding",
    });
  });

  it("refuses names that cannot be one before any query runs", () => {
    expect(() => resolveTableNames({ table: "" })).toThrow(/an empty name/u);
    expect(() => resolveTableNames({ columns: { title: "x".repeat(64) } })).toThrow(/64 bytes/u);
  });
});
