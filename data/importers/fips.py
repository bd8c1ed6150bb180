"""FIPS 10-4 codes of the countries of the region, its neighbours and others often in its news.

They are not ISO codes: CH is China, TU Turkey, and Tajikistan is TI.
"""

from __future__ import annotations

from typing import Final

_COUNTRIES: Final = {
    "AE": "United Arab Emirates",
    "AF": "Afghanistan",
    "AJ": "Azerbaijan",
    "AM": "Armenia",
    "BO": "Belarus",
    "CH": "China",
    "FR": "France",
    "GG": "Georgia",
    "GM": "Germany",
    "IN": "India",
    "IR": "Iran",
    "IZ": "Iraq",
    "KG": "Kyrgyzstan",
    "KZ": "Kazakhstan",
    "PK": "Pakistan",
    "QA": "Qatar",
    "RS": "Russia",
    "SA": "Saudi Arabia",
    "SY": "Syria",
    "TI": "Tajikistan",
    "TU": "Turkey",
    "TX": "Turkmenistan",
    "UK": "United Kingdom",
    "UP": "Ukraine",
    "US": "United States",
    "UZ": "Uzbekistan",
}


def country(code: str) -> str:
    """The name of a country, "FIPS XX" for one that is not in the table, "" for no code."""
    return _COUNTRIES.get(code, f"FIPS {code}") if code else ""
