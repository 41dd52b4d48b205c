// Searches until answers come from another model and a second more, then prints how many were answered.
// keep-searching.ts HOST MODEL_FOLDER
import { setTimeout as sleep } from "node:timers/promises";

const [host = "", model = ""] = process.argv.slice(2);
const statuses = new Map<number, number>();
let ends = Infinity;
while (performance.now() < ends) {
  const reply = await fetch(`${host}/api/search`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "a warm jacket", top_k: 5 }),
  });
  const answer = (await reply.json()) as { readonly model?: string };
  statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
  if (ends === Infinity && answer.model?.endsWith(model)) ends = performance.now() + 1000;
  await sleep(20);
}
for (const [status, count] of statuses)
  console.log(`searches during the switch: ${count} with status ${status}`);
