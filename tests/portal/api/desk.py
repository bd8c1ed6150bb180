"""The read API of a small app, asked as a program asks it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from dash import Dash, html

from data.dataset import Dataset
from data.releases import Releases
from portal import api, guard, headers
from portal.settings import Settings

TABLES = ("events", "claims", "actors", "places", "crossings", "moves", "sources")
WITH_PLACES = ("events", "places", "crossings")
PROBLEM = "application/problem+json"


class Desk:
    """A client of the API over one dataset; `dataset` may be replaced, as a new release would."""

    def __init__(self, dataset: Dataset, **settings: Any) -> None:
        self.dataset = dataset
        self.settings = Settings(**settings)
        app = Dash(
            "tiny",
            requests_pathname_prefix=self.settings.prefix,
            routes_pathname_prefix=self.settings.routes_prefix,
        )
        app.layout = html.Div()
        api.install(app, self, self.settings, lambda name: f"{self.settings.prefix}assets/{name}")
        guard.install(app)
        headers.install(app)
        self.server = app.server
        self.client = app.server.test_client()

    def current(self) -> Dataset:
        return Releases(self.dataset).current()

    def ask(self, path: str, method: str = "GET", **headers: str) -> Any:
        """The answer to one request below `api/v1/`."""
        address = f"{self.settings.routes_prefix}api/v1/{path}"
        return self.client.open(address, method=method, headers=named(headers))

    def json(self, path: str) -> dict[str, Any]:
        """The JSON of an answer that has to be there."""
        answer = self.ask(path)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json
        return found

    def walk(self, path: str) -> Iterator[Any]:
        """The pages of a walk: each leads to the next as a browser would be led."""
        answer = self.ask(path)
        while True:
            assert answer.status_code == 200, answer.text
            yield answer
            if "Link" not in answer.headers:
                return
            link = answer.headers["Link"].removeprefix("<").removesuffix('>; rel="next"')
            arriving = self.settings.routes_prefix + link.removeprefix(self.settings.prefix)
            answer = self.client.get(arriving)


def named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def address(table: str, *pairs: tuple[str, str]) -> str:
    """Path and query below `api/v1/`."""
    return f"{table}?{urlencode(pairs)}"


def rows_of(answer: Any) -> list[dict[str, str]]:
    """The rows of a CSV answer."""
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8"), newline="")))


def ids_of(table: str, answer: dict[str, Any]) -> list[str]:
    return [row["id"] for row in answer[table]]
