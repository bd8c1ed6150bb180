"""What is worked out of a release is kept with the release, and goes with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from data import date_words

P = ParamSpec("P")
Owner = TypeVar("Owner")
Result = TypeVar("Result")


def once_per_release(
    work: Callable[Concatenate[Owner, P], Result],
) -> Callable[Concatenate[Owner, P], Result]:
    """`work(dataset, ...)`, done once for each dataset, arguments (which have to be hashable) and language of
    dates: what comes back may hold dates in words.

    A cache of the module would keep old releases alive. Use it only where the arguments come from the
    tables, so that a visitor can neither fill it nor change it; nobody changes what it returns.
    """

    @wraps(work)
    def remembered(dataset: Owner, *args: P.args, **kwargs: P.kwargs) -> Result:
        memory = vars(dataset).setdefault("_memory", {})
        key = (remembered, date_words.language(), args, tuple(sorted(kwargs.items())))
        if key not in memory:
            memory[key] = work(dataset, *args, **kwargs)
        result: Result = memory[key]
        return result

    return remembered
