"""portal.imports: files of strangers over HTTP, what becomes of them, and what is refused."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from dash import Dash, html
from flask import Response, g
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.importers.run import FORMATS
from data.query import Filters
from portal import guard, imports
from portal.uploads import Uploads

OURS = {"Panj-Import": "1", "Sec-Fetch-Site": "same-origin"}
SHEET = (
    "Id;Date;What happened;Town;Country;Source;Published;Colour\n"
    "1;early December 2023;Talks <b>held</b>;Kulob;Tajikistan;SIGA;2024-01-10;red\n"
    "2;sometime soon;Nothing;;;Z;2024-02-01;\n"
)
UCDP = (
    "id,year,type_of_violence,side_a,side_b,source_office,where_prec,where_coordinates,adm_1,adm_2,latitude,"
    "longitude,country,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,"
    "deaths_unknown,best,high,low\n"
    "7,2016,1,Side A,Side B,Some Agency,4,Some province,Some province,,36.5,68.5,Afghanistan,1,4,"
    "2016-05-01,2016-05-31,0,1,0,0,1,3,0\n"
)


def client_of(folder: Path | None, hours: int = 24, most: int = 10_000, viewer: Any = None) -> Any:
    app = Dash("tiny", url_base_pathname="/panj/")
    app.layout = html.Div()
    uploads = Uploads(folder, hours, most) if folder else None
    if viewer:
        app.server.before_request(viewer)
    imports.install(app, uploads, most, lambda name: f"/panj/assets/{name}")
    guard.install(app)
    return app.server.test_client()


@pytest.fixture
def client(tmp_path: Path) -> Any:
    return client_of(tmp_path)


def sent(
    client: Any, body: bytes | str, query: str = "format=sheet&name=mine.csv", headers: Any = None
) -> Any:
    return client.post(f"/panj/import/file?{query}", data=body, headers=OURS if headers is None else headers)


def test_a_server_without_a_folder_says_so_and_takes_nothing():
    client = client_of(None)
    page = client.get("/panj/import").get_data(as_text=True)
    assert "takes no files" in page
    assert "<script" not in page
    assert sent(client, SHEET).status_code in (404, 405)


def test_the_page_names_its_limits(client):
    page = client.get("/panj/import").get_data(as_text=True)
    assert "shown here for 24 hours" in page
    assert 'data-prefix="/panj/"' in page


def test_a_dataset_is_converted_at_once_and_every_row_accounted_for(client):
    told = sent(client, UCDP, "format=ucdp&name=ged.csv").get_json()
    assert told["account"]["rows"] == told["account"]["accepted"] == 1
    row = told["rows"][0]
    assert "May 2016" in row["date"]
    assert row["precision"] == "province, no closer"
    assert told["file"] == "ged.csv"


def test_a_sheet_is_converted_once_its_columns_are_confirmed(client, tmp_path):
    asked = sent(client, SHEET).get_json()
    assert asked["headers"][1] == "Date"
    assert asked["fields"]["date"] == "Date"
    answer = client.post(
        f"/panj/import/{asked['id']}/convert", data=json.dumps({"fields": asked["fields"]}), headers=OURS
    )
    told = answer.get_json()
    assert (told["account"]["accepted"], told["account"]["rejected"]["total"]) == (1, 1)
    assert told["rows"][0]["phrase"] == "early December 2023"
    assert "10 December 2023" in told["rows"][0]["date"]
    assert "upload.csv" not in json.dumps(told)
    base = f"/panj/import/{asked['id']}"
    rejects = client.get(f"{base}/rejects.csv", buffered=True)
    assert "sometime soon" in rejects.get_data(as_text=True)
    assert "mine.csv" in rejects.get_data(as_text=True)
    assert "no-store" in rejects.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(client.get(f"{base}/package.zip", buffered=True).data)) as archive:
        assert "collection/datapackage.json" in archive.namelist()
    again = client.post(f"{base}/convert", data=json.dumps({"fields": asked["fields"]}), headers=OURS)
    assert again.status_code == 409
    assert not list(tmp_path.glob("*/upload*"))


@pytest.mark.parametrize(
    ("body", "query", "status", "words"),
    [
        ("", "format=sheet&name=a.csv", 400, "holds nothing"),
        (SHEET, "format=excel&name=a.csv", 400, "must be one of"),
        (SHEET, "name=a.csv", 400, "must be one of"),
        ("x" * 10_001, "format=sheet&name=a.csv", 413, "command line"),
        ("nothing here", "format=ucdp&name=a.csv", 422, "a.csv"),
        ("nothing here", "format=acled&name=%2e%2e%2fpasswd", 422, ".._passwd"),
        (b"PK\x03\x04broken", "format=sheet&name=a.xlsx", 422, "a.xlsx"),
        (UCDP, "format=ucdp&name=a.csv&region=1,2,3", 422, ""),
    ],
)
def test_what_cannot_be_imported_is_refused_in_a_sentence_and_leaves_nothing(
    client, tmp_path, body, query, status, words
):
    answer = sent(client, body, query)
    assert answer.status_code == status
    assert words in answer.get_json()["detail"]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "headers",
    [{}, {"Panj-Import": "1", "Sec-Fetch-Site": "cross-site"},
     {"Panj-Import": "1", "Sec-Fetch-Site": "same-site"},
     {"Sec-Fetch-Site": "same-origin"}, {"Panj-Import": "2"}],
)  # fmt: skip
def test_no_page_of_another_site_can_send(client, tmp_path, headers):
    assert sent(client, SHEET, headers=headers).status_code == 403
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "mapping",
    ["", "no json", "[]", "{}", '{"fields": {}}', '{"fields": {"date": "Nowhere"}}',
     '{"fields": {"colour": "Id"}}', '{"fields": {"date": 7}}', "\x00", '{"fields": "' + "x" * 300,
     '{"fields": {"date": "Date"}, "day_first": "yes"}'],
)  # fmt: skip
def test_columns_that_cannot_be_used_are_named_and_can_be_sent_anew(client, mapping):
    asked = sent(client, SHEET).get_json()
    path = f"/panj/import/{asked['id']}/convert"
    answer = client.post(path, data=mapping, headers=OURS)
    assert answer.status_code == 422
    assert answer.get_json()["detail"]
    good = client.post(path, data=json.dumps({"fields": asked["fields"]}), headers=OURS)
    assert good.status_code == 200


@pytest.mark.parametrize("name", ["x", "a" * 32, "..", "%2e%2e"])
def test_an_import_that_is_not_there_is_not_found(client, name):
    assert client.get(f"/panj/import/{name}/package.zip").status_code == 404
    assert client.get(f"/panj/import/{name}/rejects.csv").status_code == 404
    assert client.post(f"/panj/import/{name}/convert", data="{}", headers=OURS).status_code == 404


def test_no_other_file_of_an_import_is_served(client):
    asked = sent(client, SHEET).get_json()
    for name in ("upload.csv", "mapping.json", "begun", "datapackage.json", "..%2fname"):
        assert client.get(f"/panj/import/{asked['id']}/{name}").status_code == 404


def test_two_imports_at_a_time_are_one_too_many(tmp_path):
    app = Dash("tiny", url_base_pathname="/panj/")
    app.layout = html.Div()
    uploads = Uploads(tmp_path, 24, 10_000)
    imports.install(app, uploads, 10_000, lambda name: name)
    with uploads.busy:
        answer = sent(app.server.test_client(), UCDP, "format=ucdp&name=a.csv")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert not list(tmp_path.iterdir())


class Locked:
    lock = Filters(thread=("talks",))


def test_a_viewer_under_a_lock_imports_nothing(tmp_path):
    def viewer() -> None:
        g.viewer = Locked()

    assert sent(client_of(tmp_path, viewer=viewer), SHEET).status_code == 403


def test_a_request_without_a_viewer_ends(tmp_path):
    def viewer() -> Response | None:
        g.refused = "token-missing"
        return None

    assert sent(client_of(tmp_path, viewer=viewer), SHEET).status_code == 401


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(body=st.binary(min_size=1, max_size=400), form=st.sampled_from(FORMATS), name=st.text(max_size=20))
def test_no_bytes_and_no_name_break_the_server(client, body, form, name):
    answer = client.post(
        "/panj/import/file", query_string={"format": form, "name": name}, data=body, headers=OURS
    )
    assert answer.status_code in (200, 422)
    if answer.status_code == 200 and "account" in answer.get_json():
        account = answer.get_json()["account"]
        assert (
            account["rows"]
            == account["accepted"] + account["rejected"]["total"] + account["superseded"]["total"]
        )
