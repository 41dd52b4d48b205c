set -euo pipefail
source examples/enter-work-folder.sh

searchfit score --qrels "$example/qrels.txt" --run "$example/a.trec" --run "$example/b.trec" \
  --metrics ndcg@10,mrr@10 --compare
