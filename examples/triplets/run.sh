set -euo pipefail
source examples/enter-work-folder.sh

searchfit import "$example/triplets.jsonl" --as products --out products.jsonl
searchfit import "$example/triplets.jsonl" --as queries --out queries.jsonl
cat queries.jsonl
searchfit train --source jsonl:products.jsonl --queries recorded:queries.jsonl --dry-run
