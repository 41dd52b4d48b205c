set -euo pipefail
source examples/enter-work-folder.sh

node --conditions=@searchfit/source "$example/make-table.ts" shop
table=(--database-folder shop --yes)
reembed run "${table[@]}" --model "$tiny_model"
reembed activate "${table[@]}" --model "$tiny_model"
reembed rollback "${table[@]}"
