"""Answers of the read API: one page of rows in the format asked for, with its edition and the way on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

import orjson
from flask import Response, request

from data.dataset import Dataset
from data.export.tables import as_csv
from data.filters import Selection, sentence, to_query
from data.listings.summary import notices
from portal.api.asking import Asked
from portal.api.parameters import FORMAT, LIMIT, OFFSET, RELEASE
from portal.api.resource import Resource
from portal.exports import file_name

MEDIA_TYPES: Final = {
    "json": "application/json",
    "csv": "text/csv",
    "geojson": "application/geo+json",
}
"""Format -> its media type."""
NEXT, TRUNCATED, TOTAL = "Link", "Panj-Truncated", "Panj-Total"

Members = dict[str, Any]


@dataclass(frozen=True)
class Slice:
    """The rows of one answer among all that belong to the selection."""

    total: int
    offset: int
    limit: int
    ids: tuple[str, ...]
    next: str | None

    @property
    def told(self) -> str:
        """Which rows these are, in words; plain ASCII, for it is also a header."""
        if not self.ids:
            return "no row" if not self.total else f"no row from {self.offset + 1} on: there are {self.total}"
        last = self.offset + len(self.ids)
        if last - self.offset == self.total:
            return f"all {self.total} rows" if self.total > 1 else "the only row"
        told = f"rows {self.offset + 1} to {last} of {self.total}"
        return f"{told}; truncated, {self.total - last} more follow" if self.next else told

    def as_dict(self) -> Members:
        """The member `page` of an answer."""
        return {
            "total": self.total,
            "offset": self.offset,
            "limit": self.limit,
            "returned": len(self.ids),
            "truncated": self.next is not None,
            "told": self.told,
            "next": self.next,
        }


def cut(ids: Sequence[str], asked: Asked, release: str, path: str) -> Slice:
    """The rows that an address asks for; `next` leads on within the same release.

    Args:
        ids: every row that belongs to the selection.
        asked: the address.
        release: what is served now.
        path: of the address, as browsers see it.
    """
    end = asked.offset + asked.limit
    own = [(FORMAT, asked.form)] if asked.form else []
    own += [(LIMIT, str(asked.limit)), (OFFSET, str(end)), (RELEASE, release)]
    query = "&".join(part for part in (to_query(asked.filters), urlencode(own, quote_via=quote)) if part)
    more = f"{path}?{query}" if end < len(ids) else None
    return Slice(len(ids), asked.offset, asked.limit, tuple(ids[asked.offset : end]), more)


def chosen_form(asked: str, forms: Sequence[str]) -> str:
    """The format of the answer: the one asked for, else the best by the header Accept; "" where none fits."""
    if asked or not request.headers.get("Accept", "").strip():
        return asked or forms[0]
    found = request.accept_mimetypes.best_match([MEDIA_TYPES[form] for form in forms])
    return next((form for form in forms if MEDIA_TYPES[form] == found), "")


def etag_of(dataset: Dataset, *question: str) -> str:
    """The edition of an answer: the data, what of them the viewer may see, and the question."""
    asked = "\n".join((dataset.naming, *question))
    return f"{dataset.edition}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}"


def edition(dataset: Dataset) -> Members:
    """Which data an answer was made from."""
    return {"release": dataset.release, "version": dataset.version}


def heading(selection: Selection) -> Members:
    """What stands before the rows, as `python -m data query --format json` has it."""
    return {
        "summary": sentence(selection),
        "counts": asdict(selection.counts),
        **edition(selection.dataset),
        "notices": notices(selection),
    }


def listed(resource: Resource, selection: Selection, rows: Slice, form: str) -> Response:
    """One page of a table."""
    around = {**heading(selection), "page": rows.as_dict()}
    answer = _written(resource, selection, rows.ids, form, around)
    answer.headers[TOTAL] = str(rows.total)
    if rows.next:
        answer.headers[NEXT] = f'<{rows.next}>; rel="next"'
        answer.headers[TRUNCATED] = rows.told
    return answer


def shown_whole(resource: Resource, selection: Selection, row: str, form: str) -> Response:
    """One row of a table."""
    if form == "json":
        (record,) = resource.records(selection, [row])
        return as_json({**edition(selection.dataset), resource.one: record})
    return _written(resource, selection, [row], form, edition(selection.dataset))


def _written(
    resource: Resource, selection: Selection, ids: Sequence[str], form: str, around: Mapping[str, Any]
) -> Response:
    if form == "csv":
        return _as_csv(resource.rows(selection, ids), f"{resource.name}.csv", selection.dataset.version)
    if form == "geojson" and resource.features:
        features = resource.features(selection, ids)
        return as_json({"type": "FeatureCollection", **around, "features": features}, MEDIA_TYPES[form])
    return as_json({**around, resource.name: resource.records(selection, ids)})


def as_json(members: Mapping[str, Any], media_type: str = MEDIA_TYPES["json"]) -> Response:
    """An answer in JSON; UTF-8 is all that JSON knows."""
    return Response(orjson.dumps(members), content_type=media_type)


def _as_csv(rows: Sequence[Sequence[str]], name: str, version: str) -> Response:
    answer = Response(as_csv(rows), content_type="text/csv; charset=utf-8; header=present")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(name, version)}"'
    return answer
