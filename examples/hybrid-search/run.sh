set -euo pipefail
source examples/enter-work-folder.sh

model=sentence-transformers/all-MiniLM-L6-v2
searchfit embed --model $model --input "$example/products.jsonl" --output products.vectors.jsonl
searchfit embed --model $model --input "$example/queries.txt" --queries --output queries.vectors.jsonl
node --conditions=@searchfit/source "$example/run.ts" "$work"
