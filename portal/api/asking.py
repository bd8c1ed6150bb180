"""What an address asks for. The page skips what it cannot use and says so; here every such thing is refused
by name, for no program reads a notice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from data.dataset import Dataset
from data.filters import REPEATABLE, Filters
from data.plan import asked_range, plan
from data.query import LONGEST_VALUE, MOST_VALUES, read_pairs, shown
from portal.api.parameters import FARTHEST, FILTER_KEYS, FORMAT, LIMIT, LIST_KEYS, OFFSET, PAGE_ONLY, RELEASE

_SKIPPED: Final = re.compile(r"; it was skipped")
"""What the page does with a value that it cannot use; this API does not."""
_NUMBER: Final = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True)
class Refusal:
    """A parameter that cannot be used, and why."""

    parameter: str
    value: str
    detail: str


class UnusableError(ValueError):
    """Some parameters cannot be used.

    Attributes:
        refusals: one for each of them; empty where the whole address is unusable.
    """

    def __init__(self, detail: str, refusals: Sequence[Refusal] = ()) -> None:
        super().__init__(detail)
        self.refusals = tuple(refusals)

    def as_dicts(self) -> list[dict[str, str]]:
        """The refusals as plain values."""
        return [asdict(refusal) for refusal in self.refusals]


@dataclass(frozen=True)
class Limits:
    """Rows of one answer: by default, and at most."""

    page_size: int
    most_rows: int


@dataclass(frozen=True)
class Asked:
    """What an address asks for; `form` is "" where the header Accept decides."""

    filters: Filters = field(default_factory=Filters)
    form: str = ""
    limit: int = 0
    offset: int = 0


Pairs = list[tuple[str, str]]


def pairs_of(query: bytes) -> Pairs:
    """The (key, value) pairs of a query string, decoded.

    Raises:
        UnusableError: there are more than any address needs.
    """
    text = query.decode("utf-8", "replace")
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_VALUES, errors="replace")
    except ValueError:
        raise UnusableError(f"The address has more than {MOST_VALUES} parameters.") from None


def release_of(pairs: Pairs) -> str:
    """The release in which a walk began; "" where the address names none."""
    return next((value for key, value in pairs if key == RELEASE), "")


def read(
    pairs: Pairs, dataset: Dataset, limits: Limits, forms: Sequence[str], keys: Sequence[str] = LIST_KEYS
) -> Asked:
    """What the pairs ask of `dataset`.

    Args:
        pairs: of `pairs_of`.
        dataset: it says which actors, places and sources there are.
        limits: of this installation.
        forms: formats that can be had.
        keys: of `LIST_KEYS`, those that have a meaning here.

    Raises:
        UnusableError: it names every parameter that cannot be used.
    """
    own = [(key, value.strip()) for key, value in pairs if key in keys]
    filtering = [(key, value) for key, value in pairs if key not in keys]
    refused = [*_own_refusals(own, limits, forms), *_filter_refusals(filtering, dataset)]
    filters, _ = read_pairs(filtering)
    refused = refused or list(_joint_refusals(filters))
    if refused:
        raise UnusableError(_told(refused), refused)
    asked = dict(own)
    return Asked(
        filters=filters,
        form=asked.get(FORMAT, ""),
        limit=int(asked.get(LIMIT) or limits.page_size),
        offset=int(asked.get(OFFSET) or 0),
    )


def read_item(pairs: Pairs, forms: Sequence[str]) -> Asked:
    """What the address of one item asks for: it is shown whole, so that only `format` has a meaning.

    Raises:
        UnusableError: as `read`.
    """
    own = [(key, value.strip()) for key, value in pairs if key == FORMAT]
    refused = [
        Refusal(key[:LONGEST_VALUE], value[:LONGEST_VALUE], "One item is shown whole: it takes only format.")
        for key, value in pairs
        if key != FORMAT
    ]
    refused += _own_refusals(own, Limits(1, 1), forms)
    if refused:
        raise UnusableError(_told(refused), refused)
    return Asked(form=dict(own).get(FORMAT, ""))


def _told(refused: Sequence[Refusal]) -> str:
    names = ", ".join(dict.fromkeys(shown(refusal.parameter) for refusal in refused))
    return f"{'One parameter' if len(refused) == 1 else 'Parameters'} cannot be used: {names}."


def _own_refusals(own: Pairs, limits: Limits, forms: Sequence[str]) -> Iterable[Refusal]:
    seen: set[str] = set()
    for key, value in own:
        if key in seen:
            yield Refusal(key, value[:LONGEST_VALUE], f"{key} may be given once.")
        elif value and (reason := _own_reason(key, value, limits, forms)):
            yield Refusal(key, value[:LONGEST_VALUE], reason)
        seen.add(key)


def _own_reason(key: str, value: str, limits: Limits, forms: Sequence[str]) -> str:
    if key == FORMAT and value not in forms:
        return f"format must be {' or '.join(forms)} here, not {shown(value)}."
    if key == LIMIT and not _within(value, 1, limits.most_rows):
        return f"limit must be a whole number from 1 to {limits.most_rows}, not {shown(value)}."
    if key == OFFSET and not _within(value, 0, FARTHEST):
        return f"offset must be a whole number from 0 to {FARTHEST}, not {shown(value)}."
    return ""


def _within(value: str, low: int, high: int) -> bool:
    return bool(_NUMBER.fullmatch(value)) and low <= int(value) <= high


def _filter_refusals(pairs: Pairs, dataset: Dataset) -> Iterable[Refusal]:
    """One for each pair that is of no use even alone, or comes a second time where once is all."""
    seen: set[str] = set()
    for key, value in pairs:
        reason = _reason(key, value, dataset)
        if not reason and key in seen and key not in REPEATABLE:
            reason = f"{key} may be given once."
        if value.strip():
            seen.add(key)
        if reason:
            yield Refusal(key[:LONGEST_VALUE], value[:LONGEST_VALUE], reason)


def _reason(key: str, value: str, dataset: Dataset) -> str:
    if key in PAGE_ONLY:
        return f"{key} is a key of the page alone: {PAGE_ONLY[key]}."
    if key not in FILTER_KEYS:
        return f"{shown(key)} is no parameter of this address."
    filters, refused = read_pairs([(key, value)])
    return _SKIPPED.sub("", " ".join(refused or _unknown(dataset, key, filters)))


def _unknown(dataset: Dataset, key: str, filters: Filters) -> Sequence[str]:
    """What the dataset does not know of one filter. The days of a lock make no day unusable."""
    if key in ("from", "to"):
        return ()
    of_the_lock = plan(dataset, Filters()).notices if dataset.confined else ()
    return [notice for notice in plan(dataset, filters).notices if notice not in of_the_lock]


def _joint_refusals(filters: Filters) -> Iterable[Refusal]:
    """What cannot be used together: a range that ends before it begins."""
    if (filters.from_ or filters.to) and asked_range(filters) is None:
        told = f"from {shown(filters.from_)} is after to {shown(filters.to)}: the range is reversed."
        yield Refusal("from", filters.from_, told)
        yield Refusal("to", filters.to, told)
