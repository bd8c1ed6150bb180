"""The lock of a page: filters that nobody can lift, enforced on the data itself.

`restricted` gives a dataset that holds only what a lock leaves, so that whatever reads it (views, cards,
search, gaps, changes, exports, the API) is confined without having to remember it. Which rows remain is
decided in `data.scope_tables`.

- Inside are the events in force that the lock selects, and its undated ones. That holds with `when=certain`
  too: an undated event is in no range, is never counted in one, and is always listed apart.
- A lock fails closed. What `read_lock` cannot use is an error. A name that the dataset does not know stands
  for no event; it is never skipped, and a notice tells the host which.
- `Dataset.release` stays the name of the whole release. Whatever keeps something for later (an ETag, a cache,
  the page's note of what it has drawn) goes by `Dataset.edition`.
- The rows that were set aside when the release was read may be of outside: under a lock none is told.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import Final

from data.dataset import Confinement, Dataset
from data.names import fold
from data.plan import asked_range
from data.query import KEYS, LONGEST_VALUE, MOST_VALUES, REPEATABLE, Filters, read_pairs, shown
from data.scope_tables import answered_outside, remaining
from data.selection import select

LOCK_KEYS: Final = tuple(key for key in KEYS if key not in ("event", "card", "view", "since"))
"""Keys of a lock: those of the URL that decide which events are shown."""

MOST_LOCKS: Final = 16
"""How many locked datasets are kept with a release; the one least recently used goes first."""


class LockError(ValueError):
    """A lock that cannot be used; its text is one sentence that names the key or the value."""


def read_lock(mapping: Mapping[str, str | Sequence[str]]) -> Filters:
    """The lock that `mapping` describes: key -> text or list of texts, as in the URL. An empty one locks
    nothing.

    Raises:
        LockError: an unknown key; a value of another type, empty, too long, outside its vocabulary or no
            date; several values of a key that takes one; too many values; a range that is reversed.
    """
    if not isinstance(mapping, Mapping):
        raise LockError("A lock is an object of keys and values.")
    pairs = [(key, value) for key, values in mapping.items() for value in _values(key, values)]
    if len(pairs) > MOST_VALUES:
        raise LockError(f"The lock has more than {MOST_VALUES} values.")
    for pair in pairs:
        _check(*pair)
    lock = read_pairs(pairs)[0]
    if (lock.from_ or lock.to) and asked_range(lock) is None:
        raise LockError(f"from {shown(lock.from_)} is after to {shown(lock.to)}: the range is reversed.")
    return lock


def _values(key: object, values: object) -> list[str]:
    """The texts under one key."""
    if not isinstance(key, str) or key not in LOCK_KEYS:
        raise LockError(f"{shown(str(key))} is no key of a lock (use {', '.join(LOCK_KEYS)}).")
    found = [values] if isinstance(values, str) else values
    if not isinstance(found, (list, tuple)) or not all(isinstance(value, str) for value in found):
        raise LockError(f"{key} must be a text or a list of texts.")
    if not found:
        raise LockError(f"{key} is an empty list; leave it out to lock nothing by it.")
    if len(found) > 1 and key not in REPEATABLE:
        raise LockError(f"{key} takes one value.")
    return list(found)


def _check(key: str, value: str) -> None:
    """Whether the codec of the URL reads this very value.

    Raises:
        LockError: it does not.
    """
    if len(value) > LONGEST_VALUE:
        raise LockError(f"{key} {shown(value)} is longer than {LONGEST_VALUE} characters.")
    if read_pairs([("actor", value)])[0].actor != (value,) or (key == "q" and not fold(value)):
        raise LockError(
            f"{key} {shown(value)} is empty, or has spaces around it or a control character in it."
        )
    refused = read_pairs([(key, value)])[1]
    if refused:
        raise LockError(refused[0].replace("; it was skipped", ""))


def restricted(dataset: Dataset, lock: Filters) -> Dataset:
    """What `lock` leaves of `dataset`; `dataset` itself where the lock is empty.

    The same lock gives the same object for as long as it is kept with the release, so that what was worked
    out of it is not worked out again.

    Args:
        dataset: a whole release.
        lock: as `read_lock` gives it; an open card, a view and a `since` in it are no part of a lock.

    Raises:
        LockError: the lock holds something that `read_lock` would refuse.
        ValueError: the dataset is under a lock already.
    """
    lock = lock.without_cards()
    if lock == Filters():
        return dataset
    if dataset.confined is not None:
        raise ValueError("a dataset under a lock cannot be locked again")
    shelf: _Shelf = vars(dataset).setdefault("_shelf", _Shelf())
    return shelf.get(dataset, lock)


class _Shelf:
    """The datasets that were cut from one release, the least recently used first."""

    def __init__(self) -> None:
        self._held: OrderedDict[Filters, Dataset] = OrderedDict()
        self._looking = Lock()
        self._cutting = Lock()  # a second lock, so that what is there is found while another one is cut

    def get(self, dataset: Dataset, lock: Filters) -> Dataset:
        found = self._found(lock)
        if found is None:
            with self._cutting:
                found = self._found(lock) or self._kept(lock, _cut(dataset, lock))
        return found

    def _found(self, lock: Filters) -> Dataset | None:
        with self._looking:
            if lock in self._held:
                self._held.move_to_end(lock)
            return self._held.get(lock)

    def _kept(self, lock: Filters, cut: Dataset) -> Dataset:
        with self._looking:
            self._held[lock] = cut
            while len(self._held) > MOST_LOCKS:
                self._held.popitem(last=False)
        return cut


def _cut(dataset: Dataset, lock: Filters) -> Dataset:
    read_lock(_as_mapping(lock))  # a lock that came past the codec is refused here
    selection = select(dataset, lock, as_lock=True)
    frames = (selection.events, selection.undated)
    inside = frozenset[str]().union(*(frame["id"] for frame in frames))
    maybe = (frame.loc[frame["where"] == "possible", "id"] for frame in frames)
    tables = remaining(dataset, inside)
    confinement = Confinement(
        lock, dataset, frozenset[str]().union(*maybe), answered_outside(dataset, tables)
    )
    return replace(dataset, tables=tables, problems=(), confined=confinement)


def _as_mapping(lock: Filters) -> dict[str, str | Sequence[str]]:
    values = {key: getattr(lock, "from_" if key == "from" else key) for key in LOCK_KEYS}
    return {key: "1" if value is True else value for key, value in values.items() if value}
