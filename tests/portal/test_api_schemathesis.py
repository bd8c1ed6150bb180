"""schemathesis asks the real app what its own OpenAPI document allows, and what it does not.

Every answer, to sensible questions and to absurd ones, must be one that the document describes.
"""

from __future__ import annotations

from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app import create_app
from data.releases import open_releases
from portal.settings import Settings

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
TABLES: Final = ("events", "claims", "actors", "places", "crossings", "moves", "sources")
PATHS: Final = (*(f"/{table}{rest}" for table in TABLES for rest in ("", "/{id}")), "/summary")
KNOWN: Final = {
    "events": "E02", "claims": "C001", "actors": "A-JA", "places": "X03", "crossings": "X01", "moves": "N01",
    "sources": "S01",
}  # fmt: skip
"""One row of each table: nothing that is made up would ever find one."""
OF_THE_DATA: Final = ("actor", "place", "district", "source", "id", "q", "from", "to", "release")
"""Parameters whose values the document cannot list; made up, nearly all of them are refused."""

BOUNDED: Final = settings(
    max_examples=12, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def described() -> Any:
    """The document as the real app serves it. Pages are short, for each row is checked against its schema."""
    chosen = Settings(page_size=3, most_rows=12)
    server = create_app(chosen, open_releases(chosen.data, chosen.naming)).server
    return schemathesis.openapi.from_wsgi(f"{chosen.prefix}api/v1/openapi.json", server)


def check(case: Case) -> Any:
    answer = case.call(headers={"Accept-Encoding": "identity"})  # its WSGI client unpacks nothing
    case.validate_response(answer, checks=CHECKS)
    return answer


def test_no_address_is_left_out(described: Any) -> None:
    assert set(described) == set(PATHS)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "absurd"]
)
def test_every_answer_is_as_described(described: Any, path: str, mode: GenerationMode) -> None:
    @BOUNDED
    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        check(case)

    ask()


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_to_what_can_be_used_is_as_described(described: Any, path: str) -> None:
    """The same with rows that are there and without made-up names: the answers are rows, not refusals."""
    found: set[int] = set()

    @BOUNDED
    @given(case=described[path]["GET"].as_strategy(generation_mode=GenerationMode.POSITIVE))
    def ask(case: Case) -> None:
        case.query = {name: value for name, value in (case.query or {}).items() if name not in OF_THE_DATA}
        case.path_parameters = {"id": KNOWN[path.split("/")[1]]} if "{id}" in path else {}
        found.add(check(case).status_code)

    ask()
    assert found <= {200, 304} and 200 in found


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("form", ["json", "csv", "geojson"])
def test_every_format_is_as_described(described: Any, table: str, form: str) -> None:
    for path, parameters in ((f"/{table}", {}), (f"/{table}/{{id}}", {"id": KNOWN[table]})):
        case = described[path]["GET"].Case(query={"format": form}, path_parameters=parameters)
        known = form != "geojson" or table in ("events", "places", "crossings")
        assert check(case).status_code == (200 if known else 400)
