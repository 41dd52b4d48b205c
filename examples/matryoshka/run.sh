set -euo pipefail
source examples/enter-work-folder.sh

head -n 20 "$root/sample-data/products.jsonl" > shop.jsonl
head -n 20 "$root/sample-data/recorded-queries.jsonl" > queries.jsonl
searchfit train --source jsonl:shop.jsonl --queries recorded:queries.jsonl --experiment small \
  --matryoshka-dimensions 384,128 --no-titles --epochs 1 --batch-size 16 --general-dataset none
node --conditions=@searchfit/source "$example/shorten.ts" experiments/small/model
