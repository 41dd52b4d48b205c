set -euo pipefail
source examples/enter-work-folder.sh

head -n 30 "$root/sample-data/products.jsonl" > shop.jsonl
head -n 30 "$root/sample-data/recorded-queries.jsonl" > queries.jsonl
cp "$example/searchfit.config.json" .
searchfit train --dry-run
