import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generate, newFile, products, provider } from "../../test/generation.ts";
import type { GenerateQueriesOptions } from "../generation/generate-queries.ts";

describe("the file of answers", () => {
  it("makes a second run ask nothing and cost the same", async () => {
    const answersFile = newFile();
    const first = await generate({ provider: provider(), answersFile });
    const again = provider();
    expect(await generate({ provider: again, answersFile })).toEqual(first);
    expect(again.asked).toEqual([]);
  });

  it("is repaired when its last line is torn, at any byte", async () => {
    const whole = newFile();
    const expected = await generate({
      provider: provider(),
      answersFile: whole,
      products: products(2),
    });
    const text = readFileSync(whole, "utf8");
    const firstLine = text.indexOf("\n") + 1;
    for (let cut = 0; cut <= text.length; cut += 13) {
      const answersFile = whole.replace("generation", `torn-${cut}`);
      writeFileSync(answersFile, text.slice(0, cut));
      const again = provider();
      expect(await generate({ provider: again, answersFile, products: products(2) })).toEqual(
        expected,
      );
      expect(again.asked.length).toBe(cut < firstLine - 1 ? 2 : cut < text.length - 1 ? 1 : 0);
    }
  }, 20_000);

  it("keeps a whole last line without its line end", async () => {
    const answersFile = newFile();
    await generate({ provider: provider(), answersFile });
    writeFileSync(answersFile, readFileSync(answersFile, "utf8").trimEnd());
    const again = provider();
    await generate({ provider: again, answersFile });
    expect(again.asked).toEqual([]);
    expect(readFileSync(answersFile, "utf8").endsWith("}\n")).toBe(true);
  });

  it("with a bad line in the middle is refused with its line", async () => {
    const answersFile = newFile();
    await generate({ provider: provider(), answersFile });
    appendFileSync(answersFile, '{"product_id":1}\n{}\n');
    await expect(generate({ provider: provider(), answersFile })).rejects.toMatchObject({
      code: "INVALID_FILE",
      message: expect.stringContaining("line 6"),
    });
  });

  it("is not reused for another model, prompt or product text", async () => {
    const answersFile = newFile();
    const list = products(1);
    await generate({ provider: provider(), answersFile, products: list });
    const others: readonly Partial<GenerateQueriesOptions>[] = [
      { provider: { ...provider(), model: "other" } },
      { provider: { ...provider(), fingerprint: "other" } },
      { queriesPerProduct: 3 },
      { products: list.map((each) => ({ ...each, title: "New title" })) },
    ];
    for (const other of others) {
      const asking = { ...provider(), ...other.provider };
      await generate({ answersFile, products: list, ...other, provider: asking });
    }
    expect(readFileSync(answersFile, "utf8").trim().split("\n")).toHaveLength(5);
  });

  it("that cannot be written is told before anything is asked", async () => {
    const file = newFile().replace("/generation.jsonl", "");
    writeFileSync(file, "");
    const unasked = provider();
    await expect(
      generate({ provider: unasked, answersFile: join(file, "generation.jsonl") }),
    ).rejects.toMatchObject({ code: "FILE_NOT_WRITABLE" });
    expect(unasked.asked).toEqual([]);
  });
});
