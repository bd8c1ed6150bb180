"""Exports of exactly one selection. All carry the same manifest; maintained writers do the formats.

What a file holds is what the page shows: the selected events, and apart from them the undated ones.
"""

from __future__ import annotations

from data.export.citations import bibtex, csl_json, plain_text
from data.export.geojson import geojson
from data.export.left_out import LeftOut
from data.export.manifest import Manifest, in_words, manifest
from data.export.package import data_package
from data.export.tables import csv_archive, workbook

__all__ = [
    "LeftOut",
    "Manifest",
    "bibtex",
    "csl_json",
    "csv_archive",
    "data_package",
    "geojson",
    "in_words",
    "manifest",
    "plain_text",
    "workbook",
]
