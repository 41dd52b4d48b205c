set -euo pipefail
source examples/enter-work-folder.sh

# Your own server: export DATABASE_URL=postgresql://user:password@host:5432/shop instead of these lines.
node --conditions=@searchfit/source "$root/examples/own-postgresql/empty-database.ts" > url.txt &
running=($!)
trap 'kill "${running[@]}" 2> kill.log; wait || true; rm -rf "$work"' EXIT
until [ -s url.txt ]; do kill -0 "${running[0]}"; sleep 0.2; done
DATABASE_URL=$(cat url.txt)
export DATABASE_URL

# 1. Train on the table. A small part of the sample and one epoch, so that it is quick.
head -n 60 "$root/sample-data/products.jsonl" > shop.jsonl
head -n 60 "$root/sample-data/recorded-queries.jsonl" > queries.jsonl
searchfit import --source jsonl:shop.jsonl
searchfit train --source postgres --queries recorded:queries.jsonl --experiment shop \
  --no-titles --epochs 1 --batch-size 16 --general-dataset none > train.txt
tuned=experiments/shop/model
test=experiments/shop/tests/newProducts

# 2. The search as it is: vectors of the base model, served. The server follows what the database says.
cache=${SEARCHFIT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/searchfit}
base=$(ls -d "$cache"/models/sentence-transformers--all-MiniLM-L6-v2-* | head -n 1)
reembed run --activate --yes --model "$base" > base.txt 2>&1
reembed cleanup --yes > cleanup.txt 2>&1
embed-server --model "$base" --model "$tuned" --follow --port 0 --json --log-level error > address.json &
running+=($!)
until [ -s address.json ]; do kill -0 "${running[1]}"; sleep 0.2; done
host=$(node -p 'JSON.parse(fs.readFileSync("address.json")).url')

# 3. The test's queries before the switch, the switch under searches that never stop, and the queries after it.
live-compare capture --host "$host" --label before --queries $test.queries.jsonl --top-k 10 --out before.json > before.txt
node --conditions=@searchfit/source "$example/keep-searching.ts" "$host" "$tuned" > searches.txt &
searching=$!
reembed run --activate --yes --model $tuned
wait $searching
cat searches.txt
live-compare capture --host "$host" --label after --queries $test.queries.jsonl --top-k 10 --out after.json > after.txt

# 4. What the live search says, and what the experiment said.
live-compare diff before.json after.json --judged $test --json > diff.json
node --conditions=@searchfit/source "$example/compare-figures.ts" diff.json experiments/shop
