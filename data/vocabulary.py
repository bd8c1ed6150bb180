"""The closed vocabularies that views name things by (their keys are the enums of datapackage.json)."""

from __future__ import annotations

from typing import Final

QUAD_CLASSES: Final = {
    "verbal cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
"""PLOVER 2.0 quad class -> its event categories (PLOVER manual, draft 2.0)."""

UNCODED: Final = "uncoded"
"""The class of an event that PLOVER codes nothing for."""

QUAD_OF_CATEGORY: Final = {category: quad for quad, group in QUAD_CLASSES.items() for category in group}

CATEGORY_WORDS: Final = {
    "AGREE": "Agree",
    "CONSULT": "Consult",
    "SUPPORT": "Support",
    "CONCEDE": "Concede",
    "COOPERATE": "Cooperate",
    "AID": "Aid",
    "RETREAT": "Retreat or release",
    "REQUEST": "Request or demand",
    "ACCUSE": "Accuse",
    "REJECT": "Reject",
    "THREATEN": "Threaten",
    "PROTEST": "Protest",
    "SANCTION": "Sanction or close",
    "MOBILIZE": "Mobilise",
    "COERCE": "Coerce",
    "ASSAULT": "Assault",
    UNCODED: "Not coded by PLOVER",
}

THREADS: Final = {
    "talks": "The talks",
    "group": "The group",
    "arsalon": "Arsalon",
    "incidents": "Armed incidents",
    "border": "Border and crossings",
    "courts": "Courts",
    "reporting": "Reporting",
}

COLLECTIONS: Final = {"article": "The article", "context": "Other publications"}

ROLES: Final = {
    "initiator": "Initiator",
    "recipient": "Recipient",
    "mediator": "Mediator",
    "mentioned": "Mentioned",
}

ACTOR_KINDS: Final = {
    "authority": "Authorities in power",
    "state": "States and governments",
    "state body": "State bodies",
    "armed group": "Armed groups",
    "group": "Groups",
    "organisation": "Organisations",
    "person": "People",
    "label": "Labels",
    "source": "Unnamed sources",
}

PRECISIONS: Final = {
    "exact": "exact point",
    "settlement": "town or village",
    "district": "district, no closer",
    "province": "province, no closer",
    "country": "country, no closer",
    "zone": "several unnamed districts",
    "undisclosed": "withheld by the source",
    "none": "no place stated",
}

WITHOUT_PLACE: Final = ("zone", "undisclosed", "none")
"""Precisions of the no-place tray (domain rule: never drawn)."""

FACTUALITY: Final = {
    "CT+": "commits to it as certain",
    "PR+": "holds it probable",
    "PS+": "holds it possible",
    "CT-": "denies it as certain",
    "PR-": "holds it improbable",
    "PS-": "holds it possibly not so",
    "CTu": "knows whether, does not say",
    "Uu": "passes it on without committing to it",
}
"""FactBank values (Saurí and Pustejovsky 2009) in plain words."""

GRADE_RELIABILITY: Final = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
"""Source reliability, Admiralty system (AJP-2.1)."""
