set -euo pipefail
source examples/enter-work-folder.sh

head -n 20 "$root/sample-data/products.jsonl" > shop.jsonl
head -n 20 "$root/sample-data/recorded-queries.jsonl" > queries.jsonl
cp "$example/searchfit.config.json" .
code=0
searchfit train > output.txt 2> messages.txt || code=$?
grep "expected" output.txt messages.txt | tail -n 1 | sed 's/^[a-z]*.txt://'
echo "exit code $code"
