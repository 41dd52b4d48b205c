set -euo pipefail
source examples/enter-work-folder.sh

head -n 100 "$root/sample-data/products.jsonl" > shop.jsonl
searchfit estimate --source jsonl:shop.jsonl
