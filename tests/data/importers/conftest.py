"""An import into a folder of its own."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.data.importers.import_cases import Imported, Importing


@pytest.fixture
def importing(tmp_path: Path) -> Importing:
    return partial(Imported, tmp_path)
