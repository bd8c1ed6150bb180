"""One dataset, and the API over it with pages of 100 rows and at most 1,000."""

from __future__ import annotations

import pytest

from data.dataset import Dataset, load
from tests.portal.api.desk import Desk


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return load()


@pytest.fixture(scope="session")
def desk(dataset: Dataset) -> Desk:
    return Desk(dataset)
