import { createAnthropicProvider } from "../src/providers/create-anthropic-provider.ts";
import { productsOf } from "./claude-replies.ts";
import { ClaudeServer, type Fault } from "./claude-server.ts";
import { generate, products } from "./generation.ts";

/** Everything that can go wrong with one request; `counted` is false where a time was named. */
const FAULTS: readonly { readonly fault: Fault; readonly counted: boolean }[] = [
  ...[408, 409, 429, 500, 503, 529].map((status) => ({
    fault: { kind: "status", status } as const,
    counted: true,
  })),
  { fault: { kind: "status", status: 429, headers: { "retry-after-ms": "2" } }, counted: false },
  ...(["cut", "hang-up", "garbage", "error-in-200"] as const).map((kind) => ({
    fault: { kind },
    counted: true,
  })),
  { fault: { kind: "say", text: "Sure! Here are the queries:" }, counted: false },
  { fault: { kind: "say", text: "half a que", stopReason: "max_tokens" }, counted: false },
];

type Script = readonly number[];

/** All sequences of faults up to a length, and each fault four times in a row. */
export function scripts(length: number): readonly Script[] {
  let all: Script[] = [[]];
  for (let step = 0; step < length; step += 1)
    all = all.flatMap((script) => FAULTS.map((_, fault) => [...script, fault]));
  const stubborn = FAULTS.map((_, fault) => [fault, fault, fault, fault]);
  const every = Math.max(1, Math.floor(all.length / stubborn.length));
  return all.flatMap((script, index) => {
    const more = index % every === 0 ? stubborn[index / every] : undefined;
    return more === undefined ? [script] : [script, more];
  });
}

/** What a product with this script must end as: answered, failed, or without a usable answer. */
function expected(script: Script): "answered" | "failed" | "unusable-answer" {
  let failures = 0;
  let unusable = 0;
  for (const index of script) {
    const entry = FAULTS[index];
    if (entry?.fault.kind === "say") {
      unusable += 1;
      failures = 0;
      if (unusable === 3) return "unusable-answer";
    } else if (entry?.counted === true) {
      failures += 1;
      if (failures === 4) return "failed";
    }
  }
  return "answered";
}

/** Runs every script with a product of its own. Returns the cases that ended otherwise than they must. */
export async function runFaultCases(
  cases: readonly Script[],
): Promise<{ readonly wrong: readonly unknown[]; readonly paidTwice: readonly string[] }> {
  const tried = new Map<string, number>();
  const server = await ClaudeServer.start({
    fault: (params) => {
      const key = productsOf(params)[0]?.key ?? "";
      const attempt = tried.get(key) ?? 0;
      tried.set(key, attempt + 1);
      return FAULTS[cases[Number(key)]?.[attempt] ?? -1]?.fault;
    },
  });
  try {
    const provider = createAnthropicProvider({
      apiKey: "key",
      baseUrl: server.url,
      firstWaitMs: 1,
    });
    const { skipped } = await generate({
      provider,
      products: products(cases.length),
      concurrency: 16,
    });
    const ends = new Map(skipped.map(({ productId, reason }) => [productId, reason]));
    return {
      wrong: cases.flatMap((script, index) => {
        const end = ends.get(`${index + 1}`) ?? "answered";
        return end === expected(script) ? [] : [{ script, end, expected: expected(script) }];
      }),
      paidTwice: [...server.paid].filter(([, count]) => count > 1).map(([key]) => key),
    };
  } finally {
    await server.close();
  }
}
