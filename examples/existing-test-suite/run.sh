set -euo pipefail
source examples/enter-work-folder.sh

searchfit import "$example/suite.json" --as judgments --out judged
searchfit evaluate --model sentence-transformers/all-MiniLM-L6-v2 --dataset judged
