import { gzipSync } from "node:zlib";
import { cases } from "./malformed-case.ts";

const good = '{"id":"1","title":"A"}\n';
const latin1 = Buffer.from('{"id":"1","title":"Café"}\n', "latin1");
const windows1252 = Buffer.concat([
  Buffer.from('{"id":"1","title":"'),
  Buffer.from([0x93, 0x41, 0x94]),
  Buffer.from('"}\n'),
]);
const bytes = (...values: readonly number[]) => Buffer.from(values);

/** Products as JSONL. */
export const jsonLinesCases = cases("products", "p.jsonl", {
  "an empty file": { content: "", reads: [] },
  "blank lines only": { content: "\n\n  \n\t\n", reads: [] },
  "no line end at the end": { content: good.trim(), reads: ["1"] },
  "Windows line ends": { content: good.replace("\n", "\r\n").repeat(1), reads: ["1"] },
  "a byte order mark": { content: `\uFEFF${good}`, reads: ["1"] },
  "a byte order mark in the middle": {
    content: `${good}\uFEFF{"id":"2","title":"B"}`,
    error: ["line 2: expected JSON"],
  },
  "old Mac line ends": {
    content: good.replace("\n", "\r") + good,
    error: ["line 1: expected JSON"],
  },
  "cut in the middle of a string": {
    content: `${good}{"id":"2","tit`,
    error: ["line 2: expected JSON"],
  },
  "cut in the middle of a character": {
    content: Buffer.concat([Buffer.from(good), Buffer.from('{"id":"2","title":"Caf'), bytes(0xc3)]),
    error: ["line 2: expected UTF-8 text, got other bytes."],
  },
  "Latin-1": { content: latin1, error: ["line 1: expected UTF-8 text, got other bytes."] },
  "Windows-1252 quotes": { content: windows1252, error: ["line 1: expected UTF-8"] },
  "UTF-16 with its mark, little end first": {
    content: Buffer.concat([bytes(0xff, 0xfe), Buffer.from(good, "utf16le")]),
    error: ["expected UTF-8 text, got UTF-16"],
  },
  "UTF-16 with its mark, big end first": {
    content: Buffer.concat([bytes(0xfe, 0xff), Buffer.from(good, "utf16le").swap16()]),
    error: ["expected UTF-8 text, got UTF-16"],
  },
  "UTF-16 without a mark": {
    content: Buffer.from(good, "utf16le"),
    error: ["line 1: expected JSON"],
  },
  "UTF-32": {
    content: Buffer.concat([bytes(0, 0, 0xfe, 0xff), bytes(0, 0, 0, 0x7b)]),
    error: ["got UTF-32"],
  },
  "overlong UTF-8": {
    content: Buffer.concat([
      Buffer.from('{"id":"1","title":"'),
      bytes(0xc0, 0xaf),
      Buffer.from('"}'),
    ]),
    error: ["line 1: expected UTF-8"],
  },
  "a surrogate in UTF-8": {
    content: Buffer.concat([
      Buffer.from('{"id":"1","title":"'),
      bytes(0xed, 0xa0, 0x80),
      Buffer.from('"}'),
    ]),
    error: ["line 1: expected UTF-8"],
  },
  "half a surrogate as an escape": {
    content: '{"id":"1","title":"\\ud800"}',
    error: ["line 1", '"title" to be well-formed Unicode'],
  },
  "NUL bytes": { content: "\0\0\0\0\n", error: ["line 1: expected JSON"] },
  "a NUL byte in a string": {
    content: '{"id":"1","title":"A\0B"}',
    error: ["line 1: expected JSON"],
  },
  "a NUL as an escape": {
    content: '{"id":"1","title":"A\\u0000B"}',
    error: ['line 1: expected "title" without NUL characters'],
  },
  "an escape sequence of terminals": {
    content: "\u001b[2Jnonsense",
    error: ["line 1: expected JSON", "\\u001b"],
  },
  "a raw line end in a string": {
    content: '{"id":"1","title":"A\nB"}',
    error: ["line 1", "line 2"],
  },
  "two objects in a line": { content: `${good.trim()}${good}`, error: ["line 1: expected JSON"] },
  "commas between the lines": {
    content: `${good.trim()},\n${good}`,
    error: ["line 1: expected JSON"],
  },
  "an array instead of lines": {
    content: `[${good.trim()}]`,
    error: ["line 1: expected an object, got [{"],
  },
  "CSV by the wrong name": { content: "id,title\n1,A\n", error: ["line 1: expected JSON"] },
  "single quotes": { content: "{'id':'1','title':'A'}", error: ["line 1: expected JSON"] },
  "a trailing comma": { content: '{"id":"1","title":"A",}', error: ["line 1: expected JSON"] },
  "a comment": { content: `// products\n${good}`, error: ["line 1: expected JSON"] },
  "NaN as a value": {
    content: '{"id":"1","title":"A","price":NaN}',
    error: ["line 1: expected JSON"],
  },
  "Infinity as a value": {
    content: '{"id":"1","title":"A","price":Infinity}',
    error: ["expected JSON"],
  },
  "null as a row": { content: "null\n", error: ["line 1: expected an object, got null."] },
  "a number as a row": { content: "42\n", error: ["line 1: expected an object, got 42."] },
  "no id": { content: '{"title":"A"}', error: ['line 1: expected "id"', "got nothing"] },
  "an empty id": { content: '{"id":"","title":"A"}', error: ['expected "id"', 'got "".'] },
  "a blank id": { content: '{"id":"  ","title":"A"}', error: ['expected "id"'] },
  "a number as id": { content: '{"id":42,"title":"A"}', reads: ["42"] },
  "a number with a zero fraction as id": { content: '{"id":42.0,"title":"A"}', reads: ["42"] },
  "a number with an exponent as id": { content: '{"id":1e3,"title":"A"}', reads: ["1000"] },
  "a fraction as id": { content: '{"id":4.5,"title":"A"}', error: ["got 4.5."] },
  "a number too large to be exact as id": {
    content: '{"id":12345678901234567890,"title":"A"}',
    error: ['expected "id"', "whole number"],
  },
  "a number with zeros before it as id": {
    content: '{"id":007,"title":"A"}',
    error: ["expected JSON"],
  },
  "digits with zeros before them as id": { content: '{"id":"007","title":"A"}', reads: ["007"] },
  "blanks around an id": { content: '{"id":" 1 ","title":"A"}', reads: ["1"] },
  "true as id": { content: '{"id":true,"title":"A"}', error: ["got true."] },
  "a list as id": { content: '{"id":["1"],"title":"A"}', error: ['got ["1"].'] },
  "a tab in an id": {
    content: '{"id":"a\\tb","title":"A"}',
    error: ["without tabs and line ends"],
  },
  "a line end in an id": {
    content: '{"id":"a\\nb","title":"A"}',
    error: ["without tabs and line ends"],
  },
  "__proto__ as id": { content: '{"id":"__proto__","title":"A"}', reads: ["__proto__"] },
  "constructor as id": { content: '{"id":"constructor","title":"A"}', reads: ["constructor"] },
  "__proto__ as a field": { content: '{"id":"1","title":"A","__proto__":{"x":1}}', reads: ["1"] },
  "the same id twice": {
    content: good + good,
    error: ['line 2: expected each id once, got "1" again (first at 1)'],
  },
  "the same id as number and text": {
    content: `${good}{"id":1,"title":"B"}`,
    error: ['line 2: expected each id once, got "1" again'],
  },
  "the same key twice": { content: '{"id":"1","title":"A","title":"B"}', reads: ["1"] },
  "no title": { content: '{"id":"1"}', error: ['expected "title"', "got nothing"] },
  "a title of null": {
    content: '{"id":"1","title":null}',
    error: ['expected "title"', "got null"],
  },
  "a number as title": { content: '{"id":"1","title":5}', error: ['expected "title"', "got 5"] },
  "a list as description": {
    content: '{"id":"1","title":"A","description":["x"]}',
    error: ['expected "description"'],
  },
  "an object as category": {
    content: '{"id":"1","title":"A","category":{"a":1}}',
    error: ['expected "category"'],
  },
  "numbers as tags": {
    content: '{"id":"1","title":"A","tags":[1,2]}',
    error: ['expected "tags" to be an array of strings'],
  },
  "an object as tags": {
    content: '{"id":"1","title":"A","tags":{"a":1}}',
    error: ['expected "tags"'],
  },
  "half a list as tags": {
    content: '{"id":"1","title":"A","tags":"[\\"a\\""}',
    error: ['expected "tags"'],
  },
  "unknown fields": { content: '{"id":"1","title":"A","price":9,"x":{"y":[1]}}', reads: ["1"] },
  "many mistakes in one line": {
    content: '{"id":1.5,"title":"","tags":[1]}',
    error: ['"id"', '"title"', '"tags"'],
  },
  "mistakes in many lines": {
    content: "x\n".repeat(30),
    error: ["line 1:", "line 20:", "… and 10 more."],
  },
  "a line of 17 MiB": {
    content: Buffer.concat([Buffer.alloc(17 << 20, 0x78), Buffer.from(`\n${good}`)]),
    error: ["line 1: expected at most 16 MiB"],
  },
  "nesting ten thousand deep": {
    content: `{"id":"1","title":"A","x":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
    reads: ["1"],
  },
  "U+2028 in a string": { content: '{"id":"1","title":"A\u2028B"}\n', reads: ["1"] },
  "Parquet by the wrong name": {
    content: "PAR1aaaaPAR1",
    error: ["expected UTF-8 text, got Parquet"],
  },
  "an Excel file by the wrong name": {
    content: bytes(0x50, 0x4b, 3, 4, 0),
    error: ["a ZIP archive"],
  },
  "a PDF by the wrong name": { content: "%PDF-1.7\n", error: ["got a PDF document"] },
  "gzip without .gz in the name": { content: gzipSync(good), reads: ["1"] },
});

/** The same, compressed. */
export const gzipCases = cases("products", "p.jsonl.gz", {
  "an empty .gz file": { content: "", error: ["expected whole gzip data, got an empty file"] },
  "a .gz file that is not compressed": { content: good, error: ["expected whole gzip data"] },
  "a cut .gz file": {
    content: gzipSync(good.repeat(100)).subarray(0, 30),
    error: ["expected whole gzip data"],
  },
  "a .gz file without its checksum": {
    content: gzipSync(good).subarray(0, -4),
    error: ["whole gzip data"],
  },
  "a .gz file with a wrong checksum": {
    content: Buffer.concat([gzipSync(good).subarray(0, -8), Buffer.alloc(8, 1)]),
    error: ["expected whole gzip data"],
  },
  "a .gz file of two parts": {
    content: Buffer.concat([gzipSync(good), gzipSync('{"id":"2","title":"B"}')]),
    reads: ["1", "2"],
  },
  "gzip within gzip": { content: gzipSync(gzipSync(good)), error: ["gzip within gzip"] },
  "an empty file, compressed": { content: gzipSync(""), reads: [] },
  "a line of 40 MiB in 40 KiB": {
    content: gzipSync(Buffer.alloc(40 << 20, 0x78)),
    error: ["at most 16 MiB"],
  },
});
