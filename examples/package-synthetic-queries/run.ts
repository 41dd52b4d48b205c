import { estimateCost, filterQueries } from "@searchfit/synthetic-queries";

const products = [
  { id: "7", title: "Norwood desk 120 x 60 cm, oak", description: null, category: null },
  { id: "8", title: "Brass reading lamp", description: null, category: null },
];
const { requests, inputTokens, outputTokens } = estimateCost({
  products,
  model: "claude-haiku-4-5",
});
console.log({ requests, inputTokens, outputTokens });

const ofDesk = { style: null, productId: "7", title: "Norwood desk 120 x 60 cm, oak" };
const { kept, removed } = filterQueries([
  { text: "desk for a small room", ...ofDesk },
  { text: "Norwood desk 120 x 60 cm, oak", ...ofDesk },
  { text: "call 030 123 4567 now", ...ofDesk },
]);
console.log(
  "kept",
  kept.map(({ text }) => text),
);
console.log(
  "removed",
  removed.map(({ text, gate }) => `${gate}: ${text}`),
);
