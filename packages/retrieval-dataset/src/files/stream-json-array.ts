import { ProblemList } from "./problem-list.ts";
import type { JsonLine, ReadJsonLinesOptions } from "./stream-json-lines.ts";
import { streamJsonItems } from "./stream-json-items.ts";

/**
 * The items of a file that is one JSON array, in constant memory; `line` counts items from 1.
 * Problems of all items come together, except a broken structure, which makes the rest unreadable.
 */
export async function* streamJsonArray<Row>(
  path: string,
  options: ReadJsonLinesOptions<Row>,
): AsyncGenerator<JsonLine<Row>> {
  const problems = new ProblemList(path);
  const parse = options.parse ?? ((value: unknown) => value as Row);
  for await (const { index, value } of streamJsonItems(path, problems, "array")) {
    try {
      const row = parse(value, index);
      if (problems.count === 0) yield { line: index, row };
    } catch (error) {
      problems.add(`item ${index}`, (error as Error).message);
    }
  }
  problems.throwIfAny();
}
