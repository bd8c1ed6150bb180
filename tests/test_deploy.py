"""The guide and the files of portal/deploy name the settings that there are, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PORTAL = Path(__file__).resolve().parent.parent / "portal"
DEPLOY = PORTAL / "deploy"
SETTINGS = set(re.findall(r'read\("([A-Z_]+)"', (PORTAL / "settings.py").read_text("utf-8")))
NAME = re.compile(r"\bPANJ_[A-Z_]+\b")


def test_the_guide_lists_every_setting() -> None:
    guide = (PORTAL / "README.md").read_text("utf-8")
    assert SETTINGS
    assert not [name for name in SETTINGS if f"`{name}`" not in guide]


@pytest.mark.parametrize(
    "file",
    [*sorted(DEPLOY.iterdir()), PORTAL / "README.md", PORTAL / "embedding.md"],
    ids=lambda file: file.name,
)
def test_no_file_names_a_setting_that_is_none(file: Path) -> None:
    assert set(NAME.findall(file.read_text("utf-8"))) <= SETTINGS


@pytest.mark.parametrize(
    "line",
    [
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "IPAddressDeny=any",
        "User=panj",
    ],
)
def test_the_unit_takes_its_rights_away(line: str) -> None:
    assert line in (DEPLOY / "panj.service").read_text("utf-8").splitlines()


def test_the_container_runs_as_nobody_in_particular() -> None:
    users = re.findall(r"^USER (\S+)", (DEPLOY / "Containerfile").read_text("utf-8"), re.MULTILINE)
    assert users and users[-1] not in ("root", "0")
    composed = (DEPLOY / "compose.yaml").read_text("utf-8")
    assert "read_only: true" in composed and "internal: true" in composed


def test_the_embedding_guide_shows_the_page_that_the_tests_load() -> None:
    assert (DEPLOY / "host_page.html").read_text("utf-8") in (PORTAL / "embedding.md").read_text("utf-8")
