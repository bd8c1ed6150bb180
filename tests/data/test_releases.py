"""Immutable snapshots: a release is named by its content."""

from __future__ import annotations

import logging
from dataclasses import FrozenInstanceError

import pytest

from data.dataset import Dataset, load
from data.releases import Releases, open_releases
from tests.data.conftest import Package


def test_the_current_release_is_one_object(dataset: Dataset) -> None:
    releases = Releases(dataset)
    assert releases.current() is releases.current() is dataset


def test_equal_content_has_an_equal_name_and_a_change_another(package: Package, dataset: Dataset) -> None:
    assert load(package.folder).release == dataset.release
    package.replace("events", "[..2023-11-08]", "[..2023-11-07]")
    assert load(package.folder).release != dataset.release
    assert dataset.release.startswith(dataset.version)


def test_rows_set_aside_are_logged(package: Package, caplog: pytest.LogCaptureFixture) -> None:
    package.append("participants", "E01,A-NOBODY,mentioned,stated\n")
    with caplog.at_level(logging.WARNING):
        release = open_releases(package.folder).current()
    assert len(release.problems) == 1
    assert "A-NOBODY" in caplog.text


def test_a_sound_package_logs_nothing_and_stays_one_object(
    package: Package, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        releases = open_releases(package.folder, naming="movement")
    assert caplog.records == []
    assert releases.current() is releases.current()
    assert releases.current().naming == "movement"


def test_every_row_set_aside_is_logged_with_its_file_and_line(
    package: Package, caplog: pytest.LogCaptureFixture
) -> None:
    package.append("participants", "E01,A-NOBODY,mentioned,stated\nE01,A-GDI,bystander,stated\n")
    with caplog.at_level(logging.WARNING, logger="data.releases"):
        problems = open_releases(package.folder).current().problems
    assert [record.getMessage() for record in caplog.records] == [f"set aside: {p}" for p in problems]
    assert len(problems) == 2


def test_a_release_cannot_be_changed(dataset: Dataset) -> None:
    with pytest.raises(FrozenInstanceError):
        dataset.version = "2"  # type: ignore[misc]
    with pytest.raises(TypeError):
        dataset.tables["events"] = dataset.tables["claims"]  # type: ignore[index]
