import { createBm25Index, reciprocalRankFusion } from "@searchfit/hybrid-retrieval";

const documents = [
  { id: "p1", text: "Trail running shoes, waterproof" },
  { id: "p2", text: "Running shirt" },
  { id: "p3", text: "Rubber boots for rain" },
];
const bm25 = createBm25Index({ documents }).searchMany(new Map([["q1", "waterproof shoe"]]), 10);
// Ranked lists may come from anywhere: here from a click log.
const clicked = { docId: "p3", score: 12 };
const popular = {
  name: "popular",
  rankings: new Map([["q1", [clicked, { docId: "p1", score: 3 }]]]),
};
for (const { docId, score } of reciprocalRankFusion([bm25, popular]).rankings.get("q1") ?? []) {
  console.log(docId, score.toFixed(4));
}
