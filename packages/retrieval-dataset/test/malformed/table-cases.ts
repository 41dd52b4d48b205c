import { gzipSync } from "node:zlib";
import { cases } from "./malformed-case.ts";

/** Products as CSV. */
export const csvCases = cases("products", "p.csv", {
  "an empty .csv file": {
    content: "",
    error: ["line 1: expected a header with the names of the columns"],
  },
  "a header only": { content: "id,title\n", reads: [] },
  "no header": {
    content: "1,A\n2,B\n",
    error: ['line 1: expected a column "id" and "title", got "1", "A".'],
  },
  "a column too few": {
    content: "id,name\n1,A\n",
    error: ['expected a column "title", got "id", "name".'],
  },
  semicolons: { content: "id;title\n1;A\n", reads: ["1"] },
  "semicolons around quotes and commas": {
    content: '\uFEFF"id";"title, short";title\r\n1;"A; ""B""";"C, D"\r\n2;;E\r\n',
    reads: ["1", "2"],
  },
  "semicolons in rows under commas": { content: "id,title\n1,A;B\n", reads: ["1"] },
  tabs: { content: "id\ttitle\n1\tA\n", reads: ["1"] },
  "bars between fields": {
    content: "id|title\n1|A\n",
    error: ['The fields seem to be separated by "|".'],
  },
  "a header in capitals": { content: "ID,Title\n1,A\n", reads: ["1"] },
  "a header that two columns fit": {
    content: "Id,ID,title\n1,2,A\n",
    error: ['expected a column "id", got "Id", "ID", "title".'],
  },
  "a column twice": {
    content: "id,title,id\n1,A,2\n",
    error: ["line 1: expected each column once, got id again."],
  },
  "the header twice": {
    content: "id,title\n1,A\nid,title\n2,B\n",
    error: ["line 3: expected a row, got the header again"],
  },
  "blanks in the header": { content: " id , title \n1,A\n", reads: ["1"] },
  "a header in quotes": { content: '"id","title"\n1,A\n', reads: ["1"] },
  "a byte order mark before the header": { content: "\uFEFFid,title\n1,A\n", reads: ["1"] },
  "a field too many": {
    content: "id,title\n1,A,B\n",
    error: ["line 2: expected 2 fields, got 3."],
  },
  "a field too few": {
    content: "id,title,category\n1,A\n",
    error: ["line 2: expected 3 fields, got 2."],
  },
  "a comma in a field without quotes": {
    content: "id,title\n1,A, B\n",
    error: ["line 2: expected 2 fields"],
  },
  "a quote that does not end": {
    content: 'id,title\n1,"A\n2,B\n',
    error: ["expected well-formed rows"],
  },
  "a quote in the middle of a field": {
    content: 'id,title\n1,19" rack\n',
    error: ["expected well-formed rows"],
  },
  "something behind a quote": {
    content: 'id,title\n1,"A"x\n',
    error: ["expected well-formed rows"],
  },
  "a line end in quotes": { content: 'id,title\n1,"A\nB"\n2,C\n', reads: ["1", "2"] },
  "a mistake behind a line end in quotes": {
    content: 'id,title\n1,"A\nB"\n2,\n',
    error: ['line 4: expected "title"'],
  },
  "doubled quotes": { content: 'id,title\n1,"19"" rack"\n', reads: ["1"] },
  "Windows lines": { content: "id,title\r\n1,A\r\n", reads: ["1"] },
  "Mac lines": { content: "id,title\r1,A\r", reads: ["1"] },
  "blank lines between rows": { content: "id,title\n\n1,A\n\n2,B\n\n", reads: ["1", "2"] },
  "an empty id in a table": {
    content: "id,title\n,A\n",
    error: ['line 2: expected "id"', "got null"],
  },
  "numbers as ids in a table": {
    content: "id,title\n007,A\n7,B\n1e3,C\n",
    reads: ["007", "7", "1e3"],
  },
  "the same id twice in a table": {
    content: "id,title\n1,A\n1,B\n",
    error: ["line 3: expected each id once"],
  },
  "Latin-1 in a table": {
    content: Buffer.from("id,title\n1,A\n2,Café\n3,C\n", "latin1"),
    error: ["line 3: expected UTF-8 text"],
  },
  "a table cut in a character": {
    content: Buffer.from("id,title\n1,Café").subarray(0, -1),
    error: ["line 2: expected UTF-8 text"],
  },
  "NUL in a field": {
    content: "id,title\n1,A\0B\n",
    error: ["line 2: expected text, got NUL bytes."],
  },
  "NUL bytes only": { content: "\0".repeat(64), error: ["line 1: expected a column"] },
  "UTF-16 from Excel": {
    content: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("id,title\n", "utf16le")]),
    error: ["got UTF-16"],
  },
  "JSON by the wrong name": { content: '[{"id":1,"title":"A"}]', error: ["line 1"] },
  "HTML instead of the file": {
    content: "<!DOCTYPE html>\n<html><body>Sign in</body></html>\n",
    error: ['line 1: expected a column "id" and "title", got "<!DOCTYPE html>".'],
  },
  "a row of 17 MiB": {
    content: Buffer.concat([Buffer.from('id,title\n1,"'), Buffer.alloc(17 << 20, 0x78)]),
    error: ["expected well-formed rows", "16"],
  },
  "a good table, compressed without saying so": {
    content: gzipSync("id,title\n1,A\n"),
    reads: ["1"],
  },
});

/** Products as TSV. */
export const tsvCases = cases("products", "p.tsv", {
  "commas instead of tabs": { content: "id,title\n1,A\n", error: ['separated by ","'] },
  "a quote in a TSV field": { content: 'id\ttitle\n1\t19" rack\n', reads: ["1"] },
  "a tab too many": {
    content: "id\ttitle\n1\tA\tB\n",
    error: ["line 2: expected 2 fields, got 3."],
  },
  "an empty .tsv file": { content: "", error: ["expected a header"] },
  "the header twice in TSV": { content: "id\ttitle\nid\ttitle\n", error: ["the header again"] },
});
