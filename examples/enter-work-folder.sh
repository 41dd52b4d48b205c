# Sourced by the scripts of the examples, from the repository root: enters a temporary folder.
root=$PWD
example=$root/$(dirname "$0")
tiny_model=$root/packages/onnx-embedder/test/fixtures/tiny-model
PATH=$root/node_modules/.bin:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
