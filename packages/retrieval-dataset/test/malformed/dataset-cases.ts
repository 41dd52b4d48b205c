import { cases } from "./malformed-case.ts";

const pair = '{"query":"q","positive":"p","product_id":"1"}';

/** Training pairs. */
export const pairCases = cases("pairs", "pairs.jsonl", {
  "a good pair": { content: pair, reads: ["q → 1"] },
  "a pair without product": {
    content: '{"query":"q","positive":"p"}',
    error: ['expected "product_id"'],
  },
  "a pair with an empty query": {
    content: '{"query":" ","positive":"p","product_id":1}',
    error: ['expected "query"'],
  },
  "a pair with a list as positive": {
    content: '{"query":"q","positive":["p"],"product_id":1}',
    error: ['expected "positive"'],
  },
});

/** Training pairs in a table. */
export const pairTableCases = cases("pairs", "pairs.csv", {
  "pairs without their columns": {
    content: "q,p\na,b\n",
    error: ['line 1: expected a column "query" and "positive" and "product_id", got "q", "p".'],
  },
});

/** Training examples of other tools. */
export const exampleCases = [
  ...cases("examples", "examples.jsonl", {
    "a list of positives": {
      content: '{"query":"q","pos":["a","b"],"neg":["n"]}',
      reads: ["q → a | n", "q → b | n"],
    },
    "an empty list of positives": {
      content: '{"query":"q","pos":[],"neg":[]}',
      error: ["at least one text"],
    },
    "a text where FlagEmbedding has a list": {
      content: '{"query":"q","pos":"a"}',
      reads: ["q → a |"],
    },
    "a text where negatives are a list": {
      content: '{"query":"q","pos":["a"],"neg":"n"}',
      error: ['expected "neg" to be an array'],
    },
    "null in a list of negatives": {
      content: '{"query":"q","pos":["a"],"neg":[null]}',
      error: ['expected "neg"'],
    },
    "an empty text in a list of negatives": {
      content: '{"query":"q","pos":["a"],"neg":[""]}',
      error: ['expected "neg"'],
    },
    "NaN scores": {
      content: '{"query":"q","pos":["a"],"pos_scores":[NaN]}',
      error: ["line 1: expected JSON"],
    },
    "no positive": { content: '{"anchor":"q"}', error: ['expected "positive"'] },
    "no anchor": { content: '{"positive":"p"}', error: ['expected "anchor"'] },
    "a null negative": {
      content: '{"anchor":"q","positive":"p","negative":null}',
      reads: ["q → p |"],
    },
    "negatives out of order": {
      content: '{"anchor":"q","negative_10":"j","negative_2":"b","positive":"p","negative_1":"a"}',
      reads: ["q → p | a, b, j"],
    },
    "a number as negative": {
      content: '{"anchor":"q","positive":"p","negative":5}',
      reads: ["q → p | 5"],
    },
    "metadata of the wrong kind": {
      content: '{"query":"q","positive":"p","metadata":[]}',
      error: ["expected an object, got []."],
    },
  }),
  ...cases("examples", "examples.json", {
    "examples in an object": {
      content:
        '{"metadata":{"n":1},"examples":[{"query":"q","positive":"p","negatives":["n"],"metadata":{"category":"c"}}]}',
      reads: ["q → p | n"],
    },
    "an object without examples": { content: '{"data":[]}', error: ['"examples"'] },
    "a bad example in an object": {
      content: '{"examples":[{"query":"q"}]}',
      error: ['"examples" item 1: expected "positive"'],
    },
    "examples cut": {
      content: '{"examples":[{"query":"q","positive":"p"}',
      error: ['a file that stops behind item 1 of "examples"'],
    },
  }),
];

/** Test suites. */
export const suiteCases = cases("suite", "suite.json", {
  "a suite without cases": { content: '{"metadata":{}}', error: ["expected test cases"] },
  "an empty suite": { content: "[]", error: ["expected test cases"] },
  "a case without content": {
    content: '{"test_cases":[{"memory_id":"1","generated_queries":[]}]}',
    error: ['"test_cases" item 1: expected "answer"'],
  },
  "a case whose queries are no list": {
    content: '{"test_cases":[{"memory_id":"1","content":"c","generated_queries":{}}]}',
    error: ['expected "generated_queries" to be an array'],
  },
  "a query without text": {
    content:
      '{"test_cases":[{"memory_id":"1","content":"c","generated_queries":[{"category":"x"}]}]}',
    error: ['expected "query"'],
  },
  "two cases of one id": {
    content: '[{"id":1,"query":"a","answer":"x"},{"id":1,"query":"b","answer":"y"}]',
    error: ['item 2: expected each id once, got "1" again'],
  },
  "plain questions and answers": { content: '[{"query":"a","answer":"x"}]', reads: ["a → 1"] },
});

/** LlamaIndex datasets. */
export const llamaIndexCases = cases("llama-index", "llama.json", {
  "an array for LlamaIndex": {
    content: "[]",
    error: ["expected a JSON object, got a JSON array."],
  },
  "no corpus": {
    content: '{"queries":{"q":"t"},"relevant_docs":{}}',
    error: ['expected texts in "corpus", got none.'],
  },
  "an unknown document": {
    content: '{"queries":{"q":"t"},"corpus":{"d":"x"},"relevant_docs":{"q":["e"]}}',
    error: ['"relevant_docs" "q": expected documents of the corpus, got e.'],
  },
  "an unknown query": {
    content: '{"queries":{"q":"t"},"corpus":{"d":"x"},"relevant_docs":{"r":["d"]}}',
    error: ['"relevant_docs" "r": expected a query of that id'],
  },
  "a document twice": {
    content: '{"queries":{"q":"t"},"corpus":{"d":"x","d":"y"},"relevant_docs":{}}',
    error: ['"corpus" "d": expected each id once'],
  },
  "a text that is none": {
    content: '{"queries":{"q":5},"corpus":{"d":"x"},"relevant_docs":{}}',
    error: ['"queries" "q": expected "text"'],
  },
  "a list instead of a corpus": {
    content: '{"corpus":["x"]}',
    error: ["expected an object of ids"],
  },
  "numbers as keys": {
    content:
      '{"queries":{"10":"t","9":"u"},"corpus":{"2":"x","1":"y"},"relevant_docs":{"10":["2"]}}',
    reads: ["10, 9 → 2, 1"],
  },
});

/** Search logs. */
export const clickCases = [
  ...cases("clicks", "log.csv", {
    "an event": {
      content: "query,product_id,rank,clicked\noak,7,1,true\n",
      reads: ["oak 7 @1: 1/1"],
    },
    "a click count of NaN": {
      content: "query,product_id,rank,impressions,clicks\noak,7,1,5,NaN\n",
      error: ["line 2", '"clicks" to be a finite number', "NaN"],
    },
    "infinite impressions": {
      content: "query,product_id,rank,impressions,clicks\noak,7,1,Infinity,0\n",
      error: ['"impressions" to be a finite number'],
    },
    "half a click": {
      content: "query,product_id,rank,impressions,clicks\noak,7,1,5,0.5\n",
      error: ['"clicks" to be a whole number'],
    },
    "fewer than no clicks": {
      content: "query,product_id,rank,impressions,clicks\noak,7,1,5,-1\n",
      error: ['"clicks" to be a whole number ≥ 0'],
    },
    "more clicks than impressions": {
      content: "query,product_id,rank,impressions,clicks\noak,7,1,5,6\n",
      error: ["expected at most 5 clicks"],
    },
    "rank 0": {
      content: "query,product_id,rank,clicked\noak,7,0,1\n",
      error: ['"rank" to be a whole number ≥ 1'],
    },
    "rank a billion": {
      content: "query,product_id,rank,clicked\noak,7,1000000000,1\n",
      error: ["expected ranks up to 10000"],
    },
    "a click that is a word": {
      content: "query,product_id,rank,clicked\noak,7,1,maybe\n",
      error: ['expected "clicked" to be true or false'],
    },
    "no rank": { content: "query,product_id,clicked\noak,7,1\n", error: ['expected "rank"'] },
  }),
];

/** Documents. */
export const documentCases = [
  ...cases("documents", "a.md", {
    "an empty document": { content: "", reads: [] },
    "a document of headings only": { content: "# A\n\n## B\n", reads: [] },
    "a document in Latin-1": {
      content: Buffer.from("Café", "latin1"),
      error: ["a.md: expected UTF-8 text"],
    },
    "a document with NUL": { content: "a\0b", error: ["a.md: expected text, got NUL bytes."] },
    "a document of 17 MiB": { content: Buffer.alloc(17 << 20, 0x78), error: ["at most 16 MiB"] },
    "a fence that does not end": { content: "```\n# no heading\nword", reads: ["a.md#1: a.md"] },
    "front matter": { content: "---\ntitle: x\n---\n# H\ntext", reads: ["a.md#1: a.md › H"] },
  }),
  ...cases("documents", "a.html", {
    "HTML cut in a tag": {
      content: "<h1>A</h1><p>text</p><a hre",
      reads: ["a.html#1: a.html › A"],
    },
    "HTML of a script only": { content: "<script>let a = '<p>';</script>", reads: [] },
  }),
];
