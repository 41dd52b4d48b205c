set -euo pipefail
source examples/enter-work-folder.sh

flags=(--no-titles --epochs 1 --batch-size 16 --general-dataset none)
catalogue() {
  head -n "$1" "$root/sample-data/products.jsonl" > "$2.jsonl"
  head -n "$1" "$root/sample-data/recorded-queries.jsonl" > "$2-queries.jsonl"
}

catalogue 20 spring
searchfit train --source jsonl:spring.jsonl --queries recorded:spring-queries.jsonl \
  --experiment spring "${flags[@]}" > spring.txt
tail -n 1 spring.txt

# New products came: go on from the spring's model. The old ones keep their side of the split.
catalogue 30 summer
searchfit train --source jsonl:summer.jsonl --queries recorded:summer-queries.jsonl \
  --base-model experiments/spring/model --experiment summer "${flags[@]}" > summer.txt
grep -m 1 "Base Model" summer.txt
tail -n 1 summer.txt
