"""Read the tag dictionary that LanguageTool ships: a finite-state automaton in Morfologik's CFSA2 format.

An entry is ``form + ending of the lemma + tag``, with ``+`` between. Only what a look-up needs is here: the automaton
stays the bytes it is, and a word walks through it. The format is described in Morfologik's ``CFSA2`` class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

MAGIC = b"\\fsa\xc6"
_SEPARATOR = ord("+")
_NEXT, _LAST, _FINAL, _INDEX = 0x80, 0x40, 0x20, 0x1F
_NUMBERED = 0x100
_LABELS = 7  # offset of the number of labels in the header
_CUT_ALL = 255


class Dictionary:
    """Lemmas and tags of words. Raises ``ValueError`` for bytes of another format."""

    def __init__(self, content: bytes):
        if content[:5] != MAGIC or int.from_bytes(content[5:7], "big") & _NUMBERED:
            raise ValueError("no CFSA2 dictionary")
        first = _LABELS + 1
        self._labels = content[first : first + content[_LABELS]]
        self._arcs = content[first + content[_LABELS] :]
        self._known: dict[int, Mapping[int, int]] = {}
        self._root = next(target for _, _, target in self._node(0))

    def readings(self, word: str) -> frozenset[tuple[str, str]]:
        """Lemma and tag of each reading of ``word``; empty where it is not known."""
        node = self._root
        form = word.encode()
        for byte in (*form, _SEPARATOR):
            node = self._targets(node).get(byte, 0) if node else 0
        return frozenset(_decoded(form, rest) for rest in self._sequences(node)) if node else frozenset()

    def _targets(self, node: int) -> Mapping[int, int]:
        if node not in self._known:
            self._known[node] = {label: target for label, _, target in self._node(node)}
        return self._known[node]

    def _sequences(self, node: int) -> Iterator[bytes]:
        for label, final, target in self._node(node):
            if final:
                yield bytes([label])
            if target:
                for rest in self._sequences(target):
                    yield bytes([label]) + rest

    def _node(self, at: int) -> Iterator[tuple[int, bool, int]]:
        """The arcs of a node: label, whether an entry ends there, and the node it leads to (0: none)."""
        arcs = self._arcs
        while True:
            flags = arcs[at]
            index = flags & _INDEX
            at += 1
            if index:
                label = self._labels[index]
            else:
                label = arcs[at]
                at += 1
            target = 0
            if not flags & _NEXT:
                shift = 0
                while True:
                    byte = arcs[at]
                    at += 1
                    target |= (byte & 0x7F) << shift
                    shift += 7
                    if byte < 0x80:
                        break
            elif flags & _LAST:
                target = at
            else:
                target = self._after(at)
            yield label, bool(flags & _FINAL), target
            if flags & _LAST:
                return

    def _after(self, at: int) -> int:
        """Where the node whose arcs go on at ``at`` ends."""
        arcs = self._arcs
        while True:
            flags = arcs[at]
            at += 1 + (not flags & _INDEX)
            if not flags & _NEXT:
                while arcs[at] >= 0x80:
                    at += 1
                at += 1
            if flags & _LAST:
                return at


def _decoded(form: bytes, rest: bytes) -> tuple[str, str]:
    ending, _, tag = rest.partition(b"+")
    cut = ending[0] - ord("A") & 0xFF if ending else 0
    stem = b"" if cut == _CUT_ALL else form[: len(form) - cut]
    return (stem + ending[1:]).decode(errors="replace"), tag.decode()
