set -euo pipefail
source examples/enter-work-folder.sh

node --conditions=@searchfit/source "$example/press-thumbs.ts" judged
cat judged/qrels.tsv

# How good is the live search, by these thumbs?
searchfit score --qrels judged/qrels.tsv --run "$example/live.trec" --metrics mrr@10

# Queries to train on: searchfit train --queries recorded:queries.jsonl
cp "$example/corpus.jsonl" judged
searchfit import judged --as queries --out queries.jsonl
cat queries.jsonl
