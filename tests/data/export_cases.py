"""Random filters made of the dataset's own values, and what several tests of the exports share."""

from __future__ import annotations

from hypothesis import strategies as st

from data.dataset import Dataset
from data.export import Manifest, manifest
from data.query import Filters
from data.selection import Selection, select
from data.vocabulary import CATEGORY_WORDS, COLLECTIONS, QUAD_CLASSES, ROLES, THREADS

BASE = "https://panj.example/desk/"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def random_filters(dataset: Dataset) -> st.SearchStrategy[Filters]:
    """Any combination of filters that a reader of this dataset may ask for; mostly few at a time."""

    def some(values: list[str], most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
        chosen = st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True).map(tuple)
        return st.one_of(st.just(()), st.just(()), chosen)

    def ids(table: str) -> list[str]:
        return sorted(dataset.tables[table]["id"])

    day = st.sampled_from(["", "", "2010", "2021-07", "2023-11-08", "2023-12", "2024-02-23"])
    words = ["letter", "border", "list", "Ansarullah", "=HYPERLINK", "nothing says this"]
    return st.builds(
        Filters,
        actor=some([*ids("actors"), "Taliban", "nobody at all"]),
        match=st.sampled_from(["", "all"]),
        parts=st.booleans(),
        role=st.sampled_from(["", "", "", *ROLES]),
        from_=day,
        to=day,
        when=st.sampled_from(["", "", "certain"]),
        dates=st.sampled_from(["", "best"]),
        type=some([*CATEGORY_WORDS, *QUAD_CLASSES]),
        thread=some([*THREADS]),
        place=some(ids("places")),
        district=some(ids("places")),
        source=some(ids("sources")),
        collection=some([*COLLECTIONS], 1),
        q=some(words, 1),
        id=some(ids("events"), 8),
    )


def exports_of(dataset: Dataset, filters: Filters, base: str = BASE) -> tuple[Selection, Manifest]:
    """A selection and its manifest."""
    selection = select(dataset, filters)
    return selection, manifest(selection, base)


def ids_of(selection: Selection) -> tuple[list[str], list[str]]:
    """The selected and the undated, in the order of the page."""
    return list(selection.events["id"]), list(selection.undated["id"])
