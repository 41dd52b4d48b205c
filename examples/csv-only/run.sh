set -euo pipefail
source examples/enter-work-folder.sh

# A shop in a CSV file: 30 products of the sample.
head -n 30 "$root/sample-data/products.jsonl" > products.jsonl
searchfit import products.jsonl --as products --out shop.csv
head -n 30 "$root/sample-data/recorded-queries.jsonl" > queries.jsonl

# One epoch over products alone, and no check on general texts: so it is quick.
searchfit train --source csv:shop.csv --queries recorded:queries.jsonl --experiment shop \
  --no-titles --epochs 1 --batch-size 16 --general-dataset none
