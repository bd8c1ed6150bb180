"""The addresses of the read API. Whatever goes wrong under `api/` is answered as a problem (RFC 9457)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import orjson
from dash import Dash
from flask import Flask, Response, request
from werkzeug.http import HTTP_STATUS_CODES

from data.dataset import Dataset
from data.export import manifest
from data.filters import Filters, select, to_query
from data.listings.summary import facets
from data.releases import Current
from portal.api.answers import (
    MEDIA_TYPES,
    as_json,
    chosen_form,
    cut,
    etag_of,
    heading,
    listed,
    shown_whole,
)
from portal.api.asking import Asked, Limits, UnusableError, pairs_of, read, read_item, release_of
from portal.api.claims import CLAIMS, MOVES
from portal.api.document import document
from portal.api.events import EVENTS
from portal.api.parameters import FORMAT
from portal.api.reference import ACTORS, CROSSINGS, PLACES, SOURCES
from portal.api.resource import Resource
from portal.api.trying import trying_page
from portal.problems import MEDIA_TYPE as PROBLEM
from portal.problems import problem
from portal.settings import Settings

RESOURCES: Final = (EVENTS, CLAIMS, ACTORS, PLACES, CROSSINGS, MOVES, SOURCES)
ROOT: Final = "api/"
PROBLEM_PARAMETERS, PROBLEM_RELEASE = "#problem-parameters", "#problem-release"
"""Kinds of problems: where the page under `ROOT` explains them."""
VERSION: Final = "v1/"
PAGES: Final = ("api", "api/")
DOCUMENT: Final = "api/v1/openapi.json"
"""Routes that tell nothing of the data and need no viewer: the page to try the API, and its document."""

_READ: Final = ("GET", "HEAD")
_METHODS: Final = (*_READ, "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
_LONGEST_ID: Final = 100

View = Callable[..., Response]


def install(app: Dash, releases: Current, settings: Settings, asset_url: Callable[[str], str]) -> None:
    """Serve `api/v1/`, its OpenAPI document and the page to try it.

    Args:
        app: The app. A plain `Dash(...)` will do; the document is made from the schemas of the answers.
        releases: Gives the dataset of the request.
        settings: The prefix, and how many rows an answer has by default and at most.
        asset_url: Address of a file of `assets/`, as `portal.static_files.asset_url` gives it.
    """
    described = document(RESOURCES, settings)
    body = orjson.dumps(described, option=orjson.OPT_INDENT_2)
    api = Api(releases, settings, hashlib.sha256(body).hexdigest()[:12])
    page = trying_page(described, settings, asset_url)
    public = settings.prefix + ROOT

    def add(rule: str, view: View) -> None:
        # Never a redirect to another number of slashes: it would lose the prefix that a proxy took off.
        app.server.add_url_rule(
            settings.routes_prefix + rule,
            f"api {rule}",
            view,
            methods=_METHODS,
            provide_automatic_options=False,
            merge_slashes=False,
        )

    def add_read(rule: str, view: View) -> None:
        add(rule, _only_read(view, public))

    for resource in RESOURCES:
        add_read(f"{ROOT}{VERSION}{resource.name}", partial(api.listing, resource))
        add_read(f"{ROOT}{VERSION}{resource.name}/<identifier>", partial(api.item, resource))
    add_read(f"{ROOT}{VERSION}summary", api.summary)
    add_read(DOCUMENT, lambda: _fixed(body, "application/json"))
    for path in PAGES:
        add_read(path, lambda: _fixed(page.encode(), "text/html; charset=utf-8"))
    add(f"{ROOT}<path:rest>", _unknown)
    _answer_with_problems(app.server, settings.routes_prefix + ROOT)


@dataclass(frozen=True)
class Api:
    """The read API of one app. `edition` names what the answers are made of, besides the data."""

    releases: Current
    settings: Settings
    edition: str

    def listing(self, resource: Resource) -> Response:
        """One page of a table."""
        dataset, pairs = self.releases.current(), pairs_of(request.query_string)
        if refused := self._other_release(release_of(pairs), dataset):
            return refused
        limits = Limits(self.settings.page_size, self.settings.most_rows)
        asked = read(pairs, dataset, limits, resource.forms)
        form = chosen_form(asked.form, resource.forms)
        page = f"{asked.limit} {asked.offset}"

        def answer() -> Response:
            selection = select(dataset, asked.filters)
            rows = cut(resource.ids(selection), asked, dataset.release, self._path(resource.name))
            return listed(resource, selection, rows, form)

        question = (resource.name, to_query(asked.filters), form, page)
        return self._answer(dataset, form, question, answer, resource.forms)

    def item(self, resource: Resource, identifier: str) -> Response:
        """One row of a table, under no filter."""
        dataset = self.releases.current()
        asked = read_item(pairs_of(request.query_string), resource.forms)
        if refused := _absent(dataset, resource, identifier):
            return refused
        form = chosen_form(asked.form, resource.forms)
        return self._answer(
            dataset,
            form,
            (resource.name, identifier, form),
            lambda: shown_whole(resource, select(dataset, Filters()), identifier, form),
            resource.forms,
        )

    def summary(self) -> Response:
        """The selection in words and numbers, and what every export says of itself."""
        dataset, forms = self.releases.current(), ("json",)
        limits = Limits(1, 1)
        asked: Asked = read(pairs_of(request.query_string), dataset, limits, forms, (FORMAT,))

        def answer() -> Response:
            selection = select(dataset, asked.filters)
            told = manifest(selection, self.settings.prefix).as_dict()
            return as_json({**heading(selection), "facets": facets(selection), "manifest": told})

        form = chosen_form(asked.form, forms)
        return self._answer(dataset, form, ("summary", to_query(asked.filters)), answer, forms)

    def _path(self, name: str) -> str:
        """The address of a table as browsers see it; a proxy may have taken the prefix off the request's."""
        return f"{self.settings.prefix}{ROOT}{VERSION}{name}"

    def _answer(
        self,
        dataset: Dataset,
        form: str,
        question: tuple[str, ...],
        make: Callable[[], Response],
        forms: tuple[str, ...],
    ) -> Response:
        """The answer with its edition, or no more than that it has not changed."""
        if not form:
            return _not_acceptable(forms)
        etag = etag_of(dataset, self.edition, *question)
        answer = Response(status=304) if request.if_none_match.contains_weak(etag) else make()
        answer.set_etag(etag, weak=True)
        answer.headers["Cache-Control"] = "no-cache"
        answer.vary.add("Accept")
        return answer

    def _other_release(self, asked: str, dataset: Dataset) -> Response | None:
        if not asked or asked == dataset.release:
            return None
        return problem(
            409,
            "The data have changed",
            f"This walk began in another release; now {dataset.release} is served. Start again without "
            "offset and release.",
            type=f"{self.settings.prefix}{ROOT}{PROBLEM_RELEASE}",
            asked=asked[:_LONGEST_ID],
            release=dataset.release,
        )


def _only_read(view: View, public: str) -> View:
    """The view, for GET and HEAD alone; what it cannot use becomes a problem.

    The rules take every method, so that a known path with a wrong one is 405 and an unknown path always 404.
    """

    def answer(**arguments: str) -> Response:
        if request.method not in _READ:
            refused = problem(405, "Not a method of this address", _REASONS[405])
            refused.headers["Allow"] = ", ".join(_READ)
            return refused
        try:
            return view(**arguments)
        except UnusableError as error:
            kind = f"{public}{PROBLEM_PARAMETERS}"
            title = "Parameters that cannot be used"
            return problem(400, title, str(error), type=kind, errors=error.as_dicts())

    return answer


def _fixed(body: bytes, content_type: str) -> Response:
    """A text that is the same for everybody until the program changes."""
    answer = Response(body, content_type=content_type)
    answer.set_etag(hashlib.sha256(body).hexdigest()[:16], weak=True)
    answer.headers["Cache-Control"] = "no-cache"
    answer.make_conditional(request)
    return answer


def _absent(dataset: Dataset, resource: Resource, identifier: str) -> Response | None:
    """A problem where there is no such row, or none in force."""
    if not dataset.has(resource.name, identifier):
        return problem(404, "No such row", f"This dataset has no such {resource.one}.")
    row = dataset.row(resource.name, identifier)
    if not row.get("withdrawn"):
        return None
    return problem(
        410,
        "Withdrawn",
        f"The {resource.one} was taken back in version {row['withdrawn']}: {row['withdrawn_reason']}",
        withdrawn=row["withdrawn"],
    )


def _not_acceptable(forms: tuple[str, ...]) -> Response:
    known = [MEDIA_TYPES[form] for form in forms]
    refused = problem(
        406, "No such format", f"This address answers in {' or '.join(known)}.", media_types=known
    )
    refused.vary.add("Accept")
    return refused


def _unknown(rest: str) -> Response:
    return problem(404, "No such address", "The addresses of this API are listed in api/v1/openapi.json.")


_OF_THE_BODY: Final = (
    "cache-control", "content-disposition", "content-encoding", "content-length", "content-type", "etag",
)  # fmt: skip
_REASONS: Final = {
    400: "The request could not be read.",
    403: "This request is not allowed.",
    404: "There is nothing at this address.",
    405: "This API is only read: use GET or HEAD.",
    413: "The request is too large.",
    500: "Something went wrong here; the log of the server tells what.",
}


def _answer_with_problems(server: Flask, root: str) -> None:
    """Errors that others raise for an address of the API become problems too; no text of theirs stays."""

    @server.after_request
    def as_problem(response: Response) -> Response:
        own = request.path.startswith(root) or request.path == root.rstrip("/")
        if own and response.status_code == 405:
            response.headers["Allow"] = ", ".join(_READ)
        if not own or response.status_code < 400 or response.mimetype == PROBLEM:
            return response
        status = response.status_code
        detail = _REASONS.get(status, "The request could not be answered.")
        told = problem(status, HTTP_STATUS_CODES.get(status, "Error"), detail)
        for name, value in response.headers:
            if name.lower() not in _OF_THE_BODY:
                told.headers.setdefault(name, value)
        return told
