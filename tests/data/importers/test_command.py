"""`python -m data import`: the account on standard output, messages on standard error, three exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.__main__ import main
from data.importers.command import CALL_WRONG, OK, ROWS_REJECTED
from tests.data.importers.import_cases import GDELT_ROW, UCDP_ROW, acled, delimited, gdelt

Captured = pytest.CaptureFixture[str]


def written(folder: Path, content: str, name: str = "events.csv") -> str:
    path = folder / name
    path.write_text(content, "utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("acled", acled({}, {})),
        ("ucdp", delimited(UCDP_ROW, [UCDP_ROW, {**UCDP_ROW, "id": "2"}])),
        ("gdelt", gdelt(GDELT_ROW, {**GDELT_ROW, "GLOBALEVENTID": "2"})),
        ("sheet", "Date;Place;Title\nearly December 2023;Khorugh;One\n2023-12-18;Khorugh;Two\n"),
    ],
)
def test_every_format(tmp_path: Path, capsys: Captured, form: str, content: str) -> None:
    into = tmp_path / "made"
    call = ["import", form, written(tmp_path, content), "--into", str(into), "--version", "5.1"]
    assert main(call) == OK
    out, err = capsys.readouterr()
    assert out.startswith("2 rows read = 2 accepted + 0 rejected + 0 superseded\n")
    assert err == ""
    told = json.loads((into / "datapackage.json").read_text("utf-8"))["panj"]
    assert (told["dataset"], told["dataset_version"], told["events"]) == (form, "5.1", 2)


def test_rows_with_faults_are_listed_and_the_rest_is_written(tmp_path: Path, capsys: Captured) -> None:
    file = written(tmp_path, acled({}, {"event_date": "soon"}))
    assert main(["import", "acled", file, "--into", str(tmp_path / "made")]) == ROWS_REJECTED
    out, _ = capsys.readouterr()
    assert "1 rejected: the date cannot be read\n      events.csv, line 3: 'soon'" in out
    assert (tmp_path / "made" / "report.json").exists()


def test_rows_outside_the_region_are_no_fault(tmp_path: Path, capsys: Captured) -> None:
    file = written(tmp_path, acled({}, {"latitude": "1"}))
    assert main(["import", "acled", file, "--into", str(tmp_path / "made"), "--region", "69,36,72,39"]) == OK
    assert "1 rejected: the row lies outside the region asked for" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        ("a,b\n", [], "events.csv: the first line has no column of ACLED"),
        (
            acled({}),
            ["--withdrawn", "nowhere.csv"],
            "nowhere.csv: cannot be read (No such file or directory).",
        ),
        (
            acled({}),
            ["--mapping", "nowhere.json"],
            "nowhere.json: cannot be read (No such file or directory).",
        ),
    ],
)
def test_a_wrong_call_is_one_sentence(
    tmp_path: Path, capsys: Captured, content: str, options: list[str], message: str
) -> None:
    file = written(tmp_path, content)
    assert main(["import", "acled", file, "--into", str(tmp_path / "made"), *options]) == CALL_WRONG
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert message in err
    assert not (tmp_path / "made").exists()


def test_a_file_that_is_not_there(tmp_path: Path, capsys: Captured) -> None:
    assert main(["import", "acled", str(tmp_path / "no.csv"), "--into", str(tmp_path / "made")]) == CALL_WRONG
    assert capsys.readouterr().err == f"{tmp_path / 'no.csv'}: No such file or directory.\n"


def test_a_target_that_is_there(tmp_path: Path, capsys: Captured) -> None:
    file = written(tmp_path, acled({}))
    call = ["import", "acled", file, "--into", str(tmp_path / "made")]
    assert main(call) == OK
    assert main(call) == CALL_WRONG
    assert capsys.readouterr().err.endswith("say --replace to have it replaced.\n")
    assert main([*call, "--replace"]) == OK
    assert main(["import", "acled", file, "--into", str(tmp_path), "--replace"]) == CALL_WRONG


@pytest.mark.parametrize("region", ["1,2,3", "a,b,c,d", "0,50,10,40", "200,0,201,1", "nan,0,1,1"])
def test_a_region_that_is_none(capsys: Captured, region: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["import", "acled", "x.csv", "--into", "y", f"--region={region}"])
    assert caught.value.code == CALL_WRONG
    assert repr(region) in capsys.readouterr().err
