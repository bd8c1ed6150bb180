"""ACLED's event types in PLOVER's categories, each with the reason; blank where no category is honest."""

from __future__ import annotations

from typing import Final

_OF_TYPE: Final = {
    "battles": "ASSAULT",  # two armed sides fight, whoever gains the ground
    "explosions/remote violence": "ASSAULT",  # PLOVER's modes explosives, aerial, drone, heavy-weapons
    "violence against civilians": "ASSAULT",  # modes beat, abduct, sexual
    "protests": "PROTEST",  # also where force is used against it: the coded event is the protest
    "riots": "PROTEST",  # mode riot
    "remote violence": "ASSAULT",  # names used before 2019, of this and the next four
    "battle-no change of territory": "ASSAULT",
    "battle-government regains territory": "ASSAULT",
    "battle-non-state actor overtakes territory": "ASSAULT",
    "riots/protests": "PROTEST",
}
_OF_SUB_TYPE: Final = {
    "mob violence": "ASSAULT",  # a crowd attacks people or property, which need be no protest
    "agreement": "AGREE",
    "arrests": "COERCE",  # mode arrest
    # Strategic developments without a category. Each may be several acts, and ACLED does not code which:
    "change to group/activity": "",  # a split, a new name, a move
    "disrupted weapons use": "",  # a bomb defused, or arms seized
    "headquarters or base established": "",  # PLOVER's MOBILIZE needs forces made ready
    "looting/property destruction": "",  # seizing is COERCE, destroying ASSAULT
    "non-violent transfer of territory": "",  # who takes it is coded, not that another withdraws (RETREAT)
    "other": "",
}
DIRECTED: Final = frozenset({"explosions/remote violence", "violence against civilians", "remote violence"})
"""Event types whose actor1 is who did it and whose actor2 is whom it was done to. In battles and
demonstrations the order of the two says nothing about who began."""


def category(event_type: str, sub_event_type: str) -> str:
    """The PLOVER category, "" where there is none."""
    sub_type = sub_event_type.casefold()
    if sub_type in _OF_SUB_TYPE:
        return _OF_SUB_TYPE[sub_type]
    return _OF_TYPE.get(event_type.casefold(), "")
