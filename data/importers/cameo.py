"""CAMEO event codes: the words of the twenty roots, and PLOVER's category (CAMEO2PLOVER, 2021)."""

from __future__ import annotations

from typing import Final

_ROOTS: Final = {
    "01": ("make a public statement", ""),  # PLOVER drops statements and appeals
    "02": ("appeal", ""),
    "03": ("express intent to cooperate", "AGREE"),
    "04": ("consult", "CONSULT"),
    "05": ("cooperate diplomatically", "SUPPORT"),
    "06": ("cooperate materially", "COOPERATE"),
    "07": ("provide aid", "AID"),
    "08": ("yield", "CONCEDE"),
    "09": ("investigate", "ACCUSE"),
    "10": ("demand", "REQUEST"),
    "11": ("disapprove", "ACCUSE"),
    "12": ("reject", "REJECT"),
    "13": ("threaten", "THREATEN"),
    "14": ("protest", "PROTEST"),
    "15": ("exhibit force", "MOBILIZE"),
    "16": ("reduce relations", "SANCTION"),
    "17": ("coerce", "COERCE"),
    "18": ("assault", "ASSAULT"),
    "19": ("fight", "ASSAULT"),
    "20": ("use unconventional mass violence", "ASSAULT"),
}
_RETREATS: Final = ("084", "086", "087")
"""Leaves of 08 that are acts: release or return, allow access, de-escalate. The others concede."""


def words(code: str) -> str | None:
    """What a code's root means; None where there is no such root."""
    root = _ROOTS.get(code[:2])
    return root[0] if root else None


def category(code: str) -> str:
    """The PLOVER category of a code, "" where it has none."""
    if code.startswith(_RETREATS):
        return "RETREAT"
    return _ROOTS.get(code[:2], ("", ""))[1]
