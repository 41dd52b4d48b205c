"""Texts tokenized once, padded batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from searchfit_trainer.trainer_error import TrainerError

CHUNK = 1000


class TokenStore:
    """Unique texts and their token ids.

    Args:
        tokenizer: A Hugging Face tokenizer.
        max_tokens: Texts are cut here, special tokens included.
        device: Where padded batches go.
        vocabulary: Token ids that the model knows; None when that is not known.
    """

    def __init__(self, tokenizer: Any, max_tokens: int, device: str = "cpu", vocabulary: int | None = None) -> None:
        self._vocabulary = vocabulary
        self._tokenizer = tokenizer
        self._max_tokens = max_tokens
        self._device = device
        self._numbers: dict[str, int] = {}
        self._token_ids: list[list[int]] = []
        self._type_ids: list[list[int]] = []
        self.lengths: list[int] = []

    def add(self, texts: Sequence[str]) -> list[int]:
        """Tokenize texts that are new.

        Returns:
            A number for each text; equal texts have one number.

        Raises:
            TrainerError: `INVALID_MODEL` when a token is none that the model knows.
        """
        new = list(dict.fromkeys(text for text in texts if text not in self._numbers))
        for start in range(0, len(new), CHUNK):
            self._tokenize(new[start : start + CHUNK])
        return [self._numbers[text] for text in texts]

    def batch(self, numbers: Sequence[int]) -> dict[str, Tensor]:
        """Padded model inputs.

        Args:
            numbers: Texts, by their numbers.

        Returns:
            `input_ids`, `attention_mask` and what else the tokenizer gives, each int64 [batch, length].
        """
        features = {"input_ids": [self._token_ids[number] for number in numbers]}
        if self._type_ids:
            features["token_type_ids"] = [self._type_ids[number] for number in numbers]
        padded = self._tokenizer.pad(features, padding=True, return_tensors="pt")
        return {name: tensor.to(self._device, torch.int64) for name, tensor in padded.items()}

    def _tokenize(self, texts: list[str]) -> None:
        encoded = self._tokenizer(texts, truncation=True, max_length=self._max_tokens, padding=False)
        highest = max((max(token_ids, default=0) for token_ids in encoded["input_ids"]), default=0)
        if self._vocabulary is not None and highest >= self._vocabulary:
            raise TrainerError(
                "INVALID_MODEL",
                f"The tokenizer gives the token {highest}, and the model knows {self._vocabulary} tokens.",
                hint="tokenizer.json belongs to another model: take the one that came with the weights.",
            )
        for text, token_ids in zip(texts, encoded["input_ids"], strict=True):
            self._numbers[text] = len(self._token_ids)
            self._token_ids.append(token_ids)
            self.lengths.append(len(token_ids))
        if "token_type_ids" in encoded:
            self._type_ids.extend(encoded["token_type_ids"])
