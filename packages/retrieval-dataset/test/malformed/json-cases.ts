import { cases } from "./malformed-case.ts";

/** Products as one JSON array. */
export const jsonCases = cases("products", "p.json", {
  "an empty .json file": { content: "", error: ["expected JSON, got an empty file."] },
  "blanks only": { content: "  \n ", error: ["expected JSON, got an empty file."] },
  "an empty array": { content: " [ ] \n", reads: [] },
  "a byte order mark before the array": { content: '\uFEFF[{"id":1,"title":"A"}]', reads: ["1"] },
  "an object instead of an array": {
    content: '{"id":1}',
    error: ["expected a JSON array, got a JSON object"],
  },
  "lines by the wrong name": {
    content: '{"id":1,"title":"A"}\n{"id":2,"title":"B"}\n',
    error: ["name the file .jsonl"],
  },
  "a string instead of an array": {
    content: '"x"',
    error: ["expected JSON that is an array or an object"],
  },
  "a number instead of an array": { content: "42", error: ["expected JSON that is an array"] },
  "half an array": { content: '[{"id":1,"title":"A"}', error: ["a file that stops behind item 1"] },
  "half an item": {
    content: '[{"id":1,"title":"A"},{"id":2',
    error: ["a file that stops inside item 2"],
  },
  "a comma at the end": { content: '[{"id":1,"title":"A"},]', error: ["got ] behind item 1"] },
  "two commas": {
    content: '[{"id":1,"title":"A"},,{"id":2,"title":"B"}]',
    error: ["got , behind item 1"],
  },
  "no comma": {
    content: '[{"id":1,"title":"A"}{"id":2,"title":"B"}]',
    error: ["got { behind item 1"],
  },
  "something behind the array": {
    content: '[{"id":1,"title":"A"}] x',
    error: ["got x behind the end"],
  },
  "two arrays": { content: '[{"id":1,"title":"A"}][]', error: ["got [ behind the end"] },
  "the wrong bracket at the end": {
    content: '[{"id":1,"title":"A"}}',
    error: ["got } behind item 1"],
  },
  "brackets that do not fit in an item": {
    content: '[{"id":1,"title":["A"}]',
    error: ["expected JSON"],
  },
  "a bad item between good ones": {
    content: '[{"id":1,"title":"A"},{"id":2},{"id":3,"title":"C"}]',
    error: ['item 2: expected "title"'],
  },
  "null as an item": { content: "[null]", error: ["item 1: expected an object, got null."] },
  "NaN as an item": { content: "[NaN]", error: ["item 1: expected JSON"] },
  "a nested array": { content: "[[1]]", error: ["item 1: expected an object, got [1]."] },
  "brackets and quotes inside strings": { content: '[{"id":1,"title":"]}\\"{["}]', reads: ["1"] },
  "Latin-1 in an item": {
    content: Buffer.from('[{"id":1,"title":"Café"}]', "latin1"),
    error: ["item 1: expected UTF-8"],
  },
  "a NUL between items": {
    content: '[{"id":1,"title":"A"},\0]',
    error: ["got byte 0 behind item 1"],
  },
  "an item of 17 MiB": {
    content: Buffer.concat([Buffer.from('["'), Buffer.alloc(17 << 20, 0x78)]),
    error: ["items of at most 16 MiB"],
  },
});
