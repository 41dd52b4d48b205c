"""Make onnx-embedder's tiny cross-encoder and the scores that sentence-transformers gives for it.

Run with the pinned Python environment, from the repository's root:

    python tools/golden/make_tiny_cross_encoder.py

Writes packages/onnx-embedder/test/fixtures/tiny-cross-encoder and test/golden/tiny-cross-encoder.json.
The model is random (seed 9): it is there to be compared, not to be good.
"""

from __future__ import annotations

import json
import shutil
import string
from importlib.metadata import version
from pathlib import Path

import torch
from sentence_transformers import CrossEncoder
from tokenizers import BertWordPieceTokenizer
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

ROOT = Path(__file__).resolve().parents[2] / "packages" / "onnx-embedder" / "test"
FOLDER = ROOT / "fixtures" / "tiny-cross-encoder"
WORDS = "water proof jacket for hiking in the rain red shoe lamp desk coffee pot".split()
QUERIES = [
    "waterproof jacket",
    "",
    "a very long query " * 8,
    "Ünïcödé 漢字",
]
DOCUMENTS = [
    "rain jacket for hiking",
    "red shoe",
    "",
    "desk lamp, 12 cm — with a coffee pot! " * 4,
    "waterproof jacket",
    "x" * 300,
]


def main() -> None:
    """Write the folder and the expected scores."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    bert = FOLDER.with_name("tiny-bert")
    bert.mkdir(parents=True, exist_ok=True)
    letters = list(string.ascii_lowercase + string.digits + string.punctuation)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary += list(dict.fromkeys(WORDS + letters + [f"##{x}" for x in letters[:36]]))
    (bert / "vocab.txt").write_text("\n".join(vocabulary) + "\n")
    tokenizer = BertWordPieceTokenizer(str(bert / "vocab.txt"), lowercase=True)
    tokenizer.save(str(bert / "tokenizer.json"))
    BertTokenizerFast(
        tokenizer_file=str(bert / "tokenizer.json"), model_max_length=24
    ).save_pretrained(bert)
    torch.manual_seed(9)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
        initializer_range=0.5,
        num_labels=1,
    )
    BertForSequenceClassification(config).eval().save_pretrained(bert)
    model = CrossEncoder(str(bert), max_length=24, device="cpu")
    model.save_pretrained(str(FOLDER), create_model_card=False)
    export(
        BertForSequenceClassification.from_pretrained(bert, attn_implementation="eager").eval()
    )
    shutil.rmtree(bert)
    (FOLDER / "model.safetensors").unlink()
    for card in FOLDER.glob("README.md"):
        card.unlink()
    golden = {
        "made_by": f"sentence-transformers {version('sentence-transformers')}, torch {version('torch')}",
        "queries": QUERIES,
        "documents": DOCUMENTS,
        "scores": [
            [float(s) for s in model.predict([(query, text) for text in DOCUMENTS], batch_size=1)]
            for query in QUERIES
        ],
    }
    (ROOT / "golden" / "tiny-cross-encoder.json").write_text(json.dumps(golden) + "\n")


def export(model: BertForSequenceClassification) -> None:
    """Export to ONNX, fp32."""

    class Wrapper(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(
            self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor
        ) -> torch.Tensor:
            return self.model(input_ids=ids, attention_mask=mask, token_type_ids=types).logits

    onnx = FOLDER / "onnx"
    onnx.mkdir()
    ids = torch.ones(2, 6, dtype=torch.long)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    torch.onnx.export(
        Wrapper(),
        (ids, ids, torch.zeros_like(ids)),
        str(onnx / "model.onnx"),
        input_names=names,
        output_names=["logits"],
        dynamic_axes={
            **{name: {0: "batch", 1: "length"} for name in names},
            "logits": {0: "batch"},
        },
        opset_version=17,
        dynamo=False,
    )


if __name__ == "__main__":
    main()
