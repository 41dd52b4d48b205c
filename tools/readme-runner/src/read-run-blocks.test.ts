import { expect, it } from "vitest";
import { readRunBlocks } from "./read-run-blocks.ts";

const fence = "```";

it("finds marked blocks, their lines and the output that follows", () => {
  const markdown = `# Title
${fence}ts
skipped();
${fence}
${fence}ts run
console.log(1);

console.log(2);
${fence}
Prose.
${fence}text
1
2
${fence}
${fence}sh run
true
${fence}
`;
  expect(readRunBlocks(markdown)).toEqual([
    {
      language: "ts",
      slow: false,
      code: "console.log(1);\n\nconsole.log(2);\n",
      line: 6,
      expected: "1\n2\n",
    },
    { language: "sh", slow: false, code: "true\n", line: 16, expected: undefined },
  ]);
});

it("tells slow blocks from the others", () => {
  const markdown = `${fence}sh run slow\ntrue\n${fence}\n${fence}sh run\ntrue\n${fence}\n`;
  expect(readRunBlocks(markdown).map(({ slow }) => slow)).toEqual([true, false]);
});

it("does not take the output of another block for its own", () => {
  const markdown = `${fence}ts run\na();\n${fence}\n${fence}ts\nb();\n${fence}\n${fence}text\nb\n${fence}\n`;
  expect(readRunBlocks(markdown)[0]?.expected).toBeUndefined();
});

it("ignores marked blocks inside a longer fence", () => {
  expect(
    readRunBlocks(`${fence}${fence}md\n${fence}ts run\na();\n${fence}\n${fence}${fence}\n`),
  ).toEqual([]);
});

it("ignores a block that never ends, and blocks in other languages", () => {
  expect(readRunBlocks(`${fence}py run\nx\n${fence}\n${fence}ts run\nnever ends\n`)).toEqual([]);
});
