"""Fixed word sequences to values: the look-up table that a language pack is compiled to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from eventx.fold import words

Packed = Mapping[str, list[list[Any]]]
"""First word → entries: the other words joined by spaces, then the numbers of the values."""

_Seconds = tuple[dict[str, list[tuple[tuple[str, ...], list[Any]]]], list[Any] | None]
"""Second word → (the words from it on, values), the longest first; and the values of the first word alone."""

# Shared by all misses, which are most answers: values are read, never changed.
_NOTHING: tuple[int, list[Any]] = (0, [])
_NOT_STORED: tuple[bool, list[Any]] = (False, [])


class Phrases:
    """Phrases to values, looked up at a position of a folded sentence, longest first.

    A table that comes from the index is ``packed``: what begins with a word is opened when that word is first asked
    for, so that a start pays for the words of its text and not for those of the language.
    """

    __slots__ = ("_heads", "_longest", "_packed", "_values")

    def __init__(self, packed: Packed | None = None, values: Sequence[Any] = ()) -> None:
        self._heads: dict[str, dict[tuple[str, ...], list[Any]]] = {}
        self._longest: dict[str, _Seconds] = {}  # made when a head is first asked for
        self._packed = dict(packed or {})
        self._values = values

    def add(self, text: str | Sequence[str], value: Any) -> None:
        """Store ``value`` under a phrase; several values may share one. An empty phrase is ignored."""
        sequence = tuple(words(text)) if isinstance(text, str) else tuple(text)
        if not sequence:
            return
        entries = self._open(sequence[0])
        if entries is None:
            entries = self._heads[sequence[0]] = {}
        values = entries.setdefault(sequence[1:], [])
        if value not in values:
            values.append(value)

    def at(self, norms: Sequence[str], index: int) -> tuple[int, list[Any]]:
        """(length in words, values) of the longest phrase that starts at ``index``; ``(0, [])`` if none does (nor can, at the end)."""
        if index >= len(norms):
            return _NOTHING
        head = norms[index]
        entries = self._longest.get(head)
        if entries is None:
            if head not in self._packed and head not in self._heads:  # nearly every word of a text, for nearly every table
                return _NOTHING
            entries = self._longest[head] = _by_second(self._open(head) or {})
        longer, alone = entries
        if longer and index + 1 < len(norms):
            for rest, values in longer.get(norms[index + 1], ()):
                if tuple(norms[index + 1 : index + 1 + len(rest)]) == rest:
                    return len(rest) + 1, values
        return _NOTHING if alone is None else (1, alone)

    @property
    def heads(self) -> frozenset[str]:
        """The words that a phrase begins with: elsewhere nothing need be asked."""
        return frozenset((*self._heads, *self._packed))

    def scattered(self, head: str, words: Collection[str]) -> list[Any]:
        """Values of the phrases that begin with ``head`` and whose other words all stand among ``words``, in any order."""
        opened = self._open(head) or {}
        return [value for rest, values in opened.items() if all(word in words for word in rest) for value in values]

    def ending(self, norms: Sequence[str], end: int, *, longest: int = 5) -> tuple[int, list[Any]]:
        """(length, values) of the longest phrase that ends just before ``end``."""
        for length in range(min(longest, end), 0, -1):
            head = norms[end - length]
            if head in self._heads or head in self._packed:
                found, values = self.exact(norms[end - length : end])
                if found:
                    return length, values
        return _NOTHING

    def exact(self, sequence: Sequence[str]) -> tuple[bool, list[Any]]:
        """Whether exactly this sequence is stored, and its values."""
        if not sequence or (sequence[0] not in self._heads and sequence[0] not in self._packed):
            return _NOT_STORED
        entries = self._open(sequence[0])
        values = entries.get(tuple(sequence[1:])) if entries else None
        return values is not None, values or []

    def entries(self) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
        """Every phrase with its values, in the order in which they were added."""
        for head in [*self._heads, *self._packed]:
            for rest, values in (self._open(head) or {}).items():
                yield (head, *rest), values

    def _open(self, head: str) -> dict[tuple[str, ...], list[Any]] | None:
        """What begins with a word, unpacked; ``None`` when nothing does."""
        opened = self._heads.get(head)
        if opened is None and (packed := self._packed.pop(head, None)) is not None:
            opened = {tuple(rest.split(" ")) if rest else (): [self._values[at] for at in numbers] for rest, *numbers in packed}
            self._heads[head] = opened
        return opened

    def __contains__(self, word: str) -> bool:
        opened = self._open(word) if word in self._heads or word in self._packed else None
        return opened is not None and () in opened

    def __len__(self) -> int:
        return sum(len(entries) for entries in (*self._heads.values(), *self._packed.values()))


def _by_second(entries: Mapping[tuple[str, ...], list[Any]]) -> _Seconds:
    longer: dict[str, list[tuple[tuple[str, ...], list[Any]]]] = {}
    for rest, values in sorted(entries.items(), key=lambda entry: -len(entry[0])):
        if rest:
            longer.setdefault(rest[0], []).append((rest, values))
    return longer, entries.get(())
