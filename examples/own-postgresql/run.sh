set -euo pipefail
source examples/enter-work-folder.sh

# Your own server: export DATABASE_URL=postgresql://user:password@host:5432/shop instead of these lines.
node --conditions=@searchfit/source "$example/empty-database.ts" > url.txt &
server=$!
trap 'kill $server; wait $server || true; rm -rf "$work"' EXIT
until [ -s url.txt ]; do kill -0 $server; sleep 0.2; done
DATABASE_URL=$(cat url.txt)
export DATABASE_URL

head -n 10 "$root/sample-data/products.jsonl" > shop.jsonl
searchfit import --source jsonl:shop.jsonl
searchfit extract --source postgres --experiment shop \
  --queries "recorded:$root/sample-data/recorded-queries.jsonl" 2>&1
