"""A tiny random model of Llama's kind as a GGUF file, written by hand, to test without the one that setup fetches."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

WIDTH, HEADS, SHARED, SIZE, INNER, BLOCKS = 24, 6, 2, 4, 40, 3
BASE, EPSILON = 500.0, 1e-5

Tensors = dict[str, np.ndarray[Any, Any]]


def vocabulary() -> tuple[list[str], list[str]]:
    """Tokens for every byte and some words, and the merges that lead to those."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [chr(256 + n) for n in range(256 - len(printable))]
    letters = [*map(chr, printable), *others]
    merges = ["t h", "th e", "Ġ the", "o n", "Ġ on", "r a", "ra i", "rai n", "Ġ rain", "Ġ t", "Ġt h", "d e"]
    return ["<|endoftext|>", *letters, *(merge.replace(" ", "") for merge in merges)], merges


def metadata(**other: Any) -> dict[str, Any]:
    tokens, merges = vocabulary()
    return {
        "general.architecture": "llama",
        "llama.block_count": BLOCKS,
        "llama.context_length": 200,
        "llama.embedding_length": WIDTH,
        "llama.attention.head_count": HEADS,
        "llama.attention.head_count_kv": SHARED,
        "llama.attention.layer_norm_rms_epsilon": EPSILON,
        "llama.rope.freq_base": BASE,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "smollm",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.merges": merges,
        "tokenizer.ggml.token_type": [1] * len(tokens),
    } | {key.replace("__", "."): value for key, value in other.items()}


def tensors() -> Tensors:
    random = np.random.default_rng(7)

    def matrix(*shape: int) -> np.ndarray[Any, Any]:
        return random.standard_normal(shape).astype(np.float32) * np.float32(0.6)

    made = {"token_embd.weight": matrix(len(vocabulary()[0]), WIDTH), "output_norm.weight": 1 + matrix(WIDTH)}
    for block in range(BLOCKS):
        made |= {
            f"blk.{block}.{name}.weight": tensor
            for name, tensor in {
                "attn_norm": 1 + matrix(WIDTH),
                "attn_q": matrix(HEADS * SIZE, WIDTH),
                "attn_k": matrix(SHARED * SIZE, WIDTH),
                "attn_v": matrix(SHARED * SIZE, WIDTH),
                "attn_output": matrix(WIDTH, HEADS * SIZE),
                "ffn_norm": 1 + matrix(WIDTH),
                "ffn_gate": matrix(INNER, WIDTH),
                "ffn_up": matrix(INNER, WIDTH),
                "ffn_down": matrix(WIDTH, INNER),
            }.items()
        }
    return made


def write(path: Path, said: Mapping[str, Any], stored: Mapping[str, np.ndarray[Any, Any]]) -> Path:
    """A GGUF file of version 3 with tensors of 32-bit floats."""
    head, body = bytearray(b"GGUF" + struct.pack("<IQQ", 3, len(stored), len(said))), bytearray()
    for key, value in said.items():
        head += _string(key) + _value(value)
    for name, tensor in stored.items():
        shape = tensor.shape
        head += _string(name) + struct.pack(f"<I{len(shape)}Q", len(shape), *reversed(shape))
        head += struct.pack("<IQ", 0, len(body))
        body += tensor.tobytes()
        body += bytes(-len(body) % 32)
    head += bytes(-len(head) % 32)
    path.write_bytes(head + body)
    return path


def model(path: Path, **other: Any) -> Path:
    return write(path, metadata(**other), tensors())


def _string(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def _value(value: Any) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", 8) + _string(value)
    if isinstance(value, int):
        return struct.pack("<II", 4, value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    inner = [_value(one) for one in value]
    return struct.pack("<I", 9) + inner[0][:4] + struct.pack("<Q", len(value)) + b"".join(one[4:] for one in inner)
