import { existsSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { ClaudeServer, type Fault } from "../../test/claude-server.ts";
import { generate, good, newFile, products, provider } from "../../test/generation.ts";
import { createAnthropicProvider } from "../providers/create-anthropic-provider.ts";

let server: ClaudeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Generates for one product whose first request meets a fault. */
async function afterFault(fault: Fault | undefined): Promise<number> {
  server = await ClaudeServer.start({
    fault: (_, number) => (number === 1 ? fault : undefined),
  });
  const connection = { apiKey: "key", baseUrl: server.url, firstWaitMs: 1 };
  const claude = createAnthropicProvider(connection);
  const { unansweredRequests } = await generate({ provider: claude, products: products(1) });
  return unansweredRequests;
}

describe("requests that were sent and never answered", () => {
  it.each(["cut", "hang-up", "garbage"] as const)("are those after a fault: %s", async (kind) => {
    expect(await afterFault({ kind })).toBe(1);
  });

  it.each([429, 500, 529])("are none where the provider says %i", async (status) => {
    expect(await afterFault({ kind: "status", status })).toBe(0);
  });

  it("are none where all goes well, or an answer has no query", async () => {
    expect(await afterFault(undefined)).toBe(0);
    await server?.close();
    expect(await afterFault({ kind: "say", text: "Sure! Here are the queries:" })).toBe(0);
  });

  it("are told after a run that was broken off, in every run after it", async () => {
    const answersFile = newFile();
    const stop = new AbortController();
    const hanging = provider((id, { signal }) => {
      if (id < "3") return good(id);
      if (id === "4") stop.abort();
      return new Promise((_, reject) => {
        const leave = () => reject(new Error("aborted"));
        if (signal?.aborted === true) leave();
        else signal?.addEventListener("abort", leave);
      });
    });
    const options = { answersFile, concurrency: 2 };
    await expect(
      generate({ ...options, provider: hanging, signal: stop.signal }),
    ).rejects.toThrow();
    for (let run = 0; run < 2; run += 1) {
      const { unansweredRequests, cost } = await generate({ ...options, provider: provider() });
      expect([unansweredRequests, cost.requests]).toEqual([2, 5]);
    }
  });

  it("are not written down where nothing is paid", async () => {
    const answersFile = newFile();
    const { unansweredRequests } = await generate({
      ...{ answersFile, provider: { ...provider(), free: true } },
    });
    expect(unansweredRequests).toBe(0);
    expect(existsSync(answersFile.replace(".jsonl", ".requests.jsonl"))).toBe(false);
  });
});
