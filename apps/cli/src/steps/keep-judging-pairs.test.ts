import { expect, it } from "vitest";
import { keepParaphrasesInTraining, pairsThatJudge } from "./keep-judging-pairs.ts";

const pair = (query: string, product_id: string, marks = {}) => ({
  ...{ query, product_id, positive: "", title: "" },
  ...marks,
});

it("keeps paraphrases in training alone, where their query trains as well", () => {
  const said = pair("desk of oak", "1", { paraphrase_of: "oak desk" });
  const heldOut = pair("work at home", "1", { paraphrase_of: "desk for home" });
  const ofAnother = pair("made of oak", "2", { paraphrase_of: "oak desk" });
  const sides = {
    train: [pair("oak desk", "1"), said, heldOut, ofAnother],
    dev: [pair("lamp", "3"), pair("light", "3", { paraphrase_of: "lamp" })],
    test: [pair("rug", "4")],
    known: [pair("desk for home", "1"), said],
  };
  expect(keepParaphrasesInTraining(sides)).toEqual({
    train: [pair("oak desk", "1"), said],
    dev: [pair("lamp", "3")],
    test: [pair("rug", "4")],
    known: [pair("desk for home", "1")],
    paraphrasesLeftOut: 4,
  });
});

it("judges by ambiguous queries only where there are no others", () => {
  const [clear, unclear] = [pair("oak desk", "1"), pair("desk", "1", { ambiguous: true })];
  expect(pairsThatJudge([clear, unclear])).toEqual([clear]);
  expect(pairsThatJudge([unclear])).toEqual([unclear]);
  expect(pairsThatJudge([])).toEqual([]);
});
