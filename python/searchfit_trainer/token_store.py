"""Texts tokenized once, padded batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

CHUNK = 1000


class TokenStore:
    """Unique texts and their token ids.

    Args:
        tokenizer: A Hugging Face tokenizer.
        max_tokens: Texts are cut here, special tokens included.
        device: Where padded batches go.
    """

    def __init__(self, tokenizer: Any, max_tokens: int, device: str = "cpu") -> None:
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
        for text, token_ids in zip(texts, encoded["input_ids"], strict=True):
            self._numbers[text] = len(self._token_ids)
            self._token_ids.append(token_ids)
            self.lengths.append(len(token_ids))
        if "token_type_ids" in encoded:
            self._type_ids.extend(encoded["token_type_ids"])
