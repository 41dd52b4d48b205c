set -euo pipefail
source examples/enter-work-folder.sh

searchfit import "$example/searches.csv" --products "$example/products.jsonl" --out judged
cat judged/qrels/test.tsv
searchfit import "$example/searches.csv" --products "$example/products.jsonl" --as queries --out queries.jsonl
cat queries.jsonl
