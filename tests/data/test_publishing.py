"""Publishing: checked as it lies there, named by its content, pointed at last; nothing half-made is seen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from data import publishing
from data.dataset import BUNDLED, Dataset
from data.publishing import publish
from data.release_folder import (
    CURRENT,
    GOOD,
    MANIFEST,
    RELEASES,
    RefusedError,
    linked,
    load_release,
    point,
    read_manifest,
    release_name,
    sound,
    verify,
)
from data.validation import PackageError
from tests.data.conftest import Package, copied

ROOT = Path(__file__).resolve().parents[2]
BRIEF = "title: Mine\nas_of: 2024-02-23\nsteps:\n  - headline: One\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "published" / "here"


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return with_brief(tmp_path / "package")


def with_brief(folder: Path) -> Package:
    (folder / "briefs").mkdir(parents=True)
    (folder / "briefs" / "mine.yaml").write_text(BRIEF, "utf-8")
    return copied(folder)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, dataset: Dataset) -> None:
    """For tests of the folder alone: every package counts as sound, and none is read."""
    monkeypatch.setattr(publishing, "sound", lambda *_: dataset)
    monkeypatch.setattr(publishing, "load_release", lambda *_: None)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with one release, which no test changes."""
    root, folder = tmp_path_factory.mktemp("published"), tmp_path_factory.mktemp("package")
    return root, publish(with_brief(folder).folder, root)


def held(root: Path) -> set[str]:
    """Everything in the folder but the lock, hidden things too."""
    return {path.name for path in (*root.iterdir(), *(root / RELEASES).iterdir())} - {".lock", RELEASES}


def revise(package: Package, number: int) -> None:
    """Another content of the same rows."""
    package.replace("events", "In ", f"In{' ' * (number + 1)}")


def test_a_package_becomes_the_current_release(package: Package, root: Path) -> None:
    name = publish(package.folder, root)
    assert linked(root, CURRENT) == name and held(root) == {name, CURRENT}
    dataset, manifest = load_release(root, name)
    assert dataset.release == name == manifest.release and name.startswith(f"{dataset.version}-")
    assert dataset.problems == () and manifest.rows == sum(map(len, dataset.tables.values()))
    assert dataset.folder == root / RELEASES / name
    assert manifest.published.tzinfo is not None


def test_what_is_served_and_exported_comes_along_and_no_program(tmp_path: Path) -> None:
    """The bundled package lies between the modules of the program and its map layers."""
    name = publish(BUNDLED, tmp_path)
    files = set(read_manifest(tmp_path / RELEASES / name).files)
    descriptor = json.loads((BUNDLED / "datapackage.json").read_text("utf-8"))
    assert {one["path"] for one in descriptor["resources"]} < files
    assert {f"briefs/{path.name}" for path in (BUNDLED / "briefs").glob("*.yaml")} < files
    assert not [path for path in files if path.endswith((".py", ".md", ".geojson", ".png"))]
    on_disk = {path for path in (tmp_path / RELEASES / name).rglob("*") if path.is_file()}
    assert {path.relative_to(tmp_path / RELEASES / name).as_posix() for path in on_disk} == files | {MANIFEST}


@pytest.mark.usefixtures("quick")
def test_the_name_follows_the_content_and_nothing_else(package: Package, root: Path, tmp_path: Path) -> None:
    first = publish(package.folder, root)
    manifest = (root / RELEASES / first / MANIFEST).read_bytes()
    assert publish(package.folder, root) == first == publish(package.folder, tmp_path / "elsewhere")
    assert (root / RELEASES / first / MANIFEST).read_bytes() == manifest
    assert held(root) == {first, CURRENT}


@pytest.mark.parametrize("changed", ["tables/events.csv", "briefs/mine.yaml", "datapackage.json"])
@pytest.mark.usefixtures("quick")
def test_any_changed_file_gives_another_name(package: Package, root: Path, changed: str) -> None:
    first = publish(package.folder, root)
    path = package.folder / changed
    old, new = {
        "tables/events.csv": ("In ", "In  "),
        "briefs/mine.yaml": ("headline: One", "headline: Two"),
        "datapackage.json": ("Who met, demanded", "Who met and demanded"),
    }[changed]
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    second = publish(package.folder, root)
    assert second != first and linked(root, CURRENT) == second and held(root) >= {first, second}


def test_a_name_is_bound_to_its_paths() -> None:
    assert release_name("1.0.0", {"a": "b", "c": "d"}) == release_name("1.0.0", {"c": "d", "a": "b"})
    assert release_name("1.0.0", {"a": "b"}) != release_name("1.0.0", {"b": "a"})


@pytest.mark.parametrize("version", ["../../etc", "1 2", "", ".1", "1\n2", "é", "1" * 90, "a/b"])
def test_a_version_that_is_no_name_of_a_folder_is_refused(version: str) -> None:
    with pytest.raises(PackageError, match="cannot name a release"):
        release_name(version, {})


@pytest.mark.usefixtures("quick")
def test_such_a_version_is_not_published(
    package: Package, root: Path, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "sound", lambda *_: replace(dataset, version="../../up"))
    with pytest.raises(PackageError, match="cannot name a release"):
        publish(package.folder, root)
    assert held(root) == set()


def test_problems_are_refused_with_all_their_reasons_and_nothing_is_switched(
    package: Package, root: Path
) -> None:
    first = publish(package.folder, root)
    line = package.append("participants", "E01,A-NOBODY,mentioned,stated\nE01,A-GDI,bystander,stated\n")
    (package.folder / "briefs" / "mine.yaml").write_text(BRIEF + "    highlight: [E99]\n", "utf-8")
    with pytest.raises(RefusedError) as caught:
        publish(package.folder, root)
    problems = caught.value.problems
    assert len(problems) == 3
    assert [one.split(",")[0] for one in problems] == [*["tables/participants.csv"] * 2, "briefs/mine.yaml"]
    assert str(caught.value) == f"3 problems, the first in tables/participants.csv, line {line}"
    assert linked(root, CURRENT) == first and held(root) == {first, CURRENT}


@pytest.mark.parametrize("name", ["datapackage.json", "tables/events.csv"])
def test_a_missing_file_is_named(package: Package, root: Path, name: str) -> None:
    (package.folder / name).unlink()
    with pytest.raises(PackageError, match=f"{name}: cannot be read"):
        publish(package.folder, root)
    assert not (root / CURRENT).exists()


def _link_file(package: Package) -> str:
    path = package.path("events")
    path.rename(package.folder / "away.csv")
    path.symlink_to(package.folder / "away.csv")
    return "tables/events.csv: is a link"


def _link_folder(package: Package) -> str:
    (package.folder / "tables").rename(package.folder / "away")
    (package.folder / "tables").symlink_to("away")
    return "tables: is a link"


def _link_brief(package: Package) -> str:
    (package.folder / "briefs" / "other.yaml").symlink_to("/etc/hostname")
    return "briefs/other.yaml: is a link"


def _link_descriptor(package: Package) -> str:
    (package.folder / "datapackage.json").rename(package.folder / "away.json")
    (package.folder / "datapackage.json").symlink_to("away.json")
    return "datapackage.json: is a link"


def _pipe(package: Package) -> str:
    os.mkfifo(package.folder / "briefs" / "other.yaml")
    return "briefs/other.yaml: is no plain file"


def _folder(package: Package) -> str:
    (package.folder / "briefs" / "other.yaml").mkdir()
    return "briefs/other.yaml: is no plain file"


@pytest.mark.parametrize(
    "spoil",
    [_link_file, _link_folder, _link_brief, _link_descriptor, _pipe, _folder],
    ids=lambda f: f.__name__,
)
def test_links_and_odd_files_are_refused(
    package: Package, root: Path, spoil: Callable[[Package], str]
) -> None:
    expected = spoil(package)
    with pytest.raises(PackageError, match=f"^{expected}$"):
        publish(package.folder, root)
    assert held(root) == set()


def test_a_table_cannot_take_the_place_of_the_manifest(package: Package, root: Path) -> None:
    descriptor = package.folder / "datapackage.json"
    text = descriptor.read_text("utf-8").replace("tables/versions.csv", "./manifest.json")
    descriptor.write_text(text, "utf-8")
    with pytest.raises(PackageError, match="no table can be called"):
        publish(package.folder, root)


def test_what_is_checked_is_the_copy(package: Package, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is edited while it is published: what was copied is what was checked."""

    def edited(folder: Path, naming: str) -> Dataset:
        package.append("participants", "E01,A-NOBODY,mentioned,stated\n")
        return sound(folder, naming)

    monkeypatch.setattr(publishing, "sound", edited)
    assert load_release(root, publish(package.folder, root))[0].problems == ()


@pytest.mark.usefixtures("quick")
def test_a_release_that_was_damaged_is_put_right_by_publishing_it_again(package: Package, root: Path) -> None:
    name = publish(package.folder, root)
    table = root / RELEASES / name / "tables" / "events.csv"
    table.write_bytes(table.read_bytes()[:-20])
    with pytest.raises(PackageError, match="events"):
        verify(root / RELEASES / name)
    assert publish(package.folder, root) == name
    assert verify(root / RELEASES / name).release == name
    assert held(root) == {name, CURRENT}


@pytest.mark.usefixtures("quick")
def test_a_release_can_be_published_again_to_go_back(package: Package, root: Path) -> None:
    first = publish(package.folder, root)
    revise(package, 1)
    second = publish(package.folder, root)
    assert publish(root / RELEASES / first, root) == first
    assert linked(root, CURRENT) == first and linked(root, GOOD) == second


def test_before_the_switch_a_sound_current_becomes_good_and_a_broken_one_does_not(
    package: Package, root: Path
) -> None:
    first = publish(package.folder, root)
    revise(package, 1)
    second = publish(package.folder, root)
    assert linked(root, GOOD) == first
    (root / RELEASES / second / "tables" / "events.csv").write_bytes(b"x")
    revise(package, 2)
    publish(package.folder, root)
    assert linked(root, GOOD) == first


@pytest.mark.usefixtures("quick")
def test_pruning_keeps_the_newest_and_whatever_is_linked(package: Package, root: Path) -> None:
    names = []
    for number in range(4):
        revise(package, number)
        names.append(publish(package.folder, root))
    point(root, GOOD, names[0])
    (root / RELEASES / "leftover").mkdir()
    revise(package, 4)
    last = publish(package.folder, root, keep=2)
    # What was current becomes good with the switch, so the first is free to go.
    assert linked(root, GOOD) == names[3]
    assert held(root) == {CURRENT, GOOD, names[3], last}
    revise(package, 5)
    assert publish(package.folder, root, keep=1) in held(root)
    assert linked(root, GOOD) == last and last in held(root) and names[3] not in held(root)


@pytest.mark.usefixtures("quick")
def test_without_keep_all_releases_stay(package: Package, root: Path) -> None:
    names = set()
    for number in range(3):
        revise(package, number)
        names.add(publish(package.folder, root))
    assert held(root) == {*names, CURRENT, GOOD} and len(names) == 3


@pytest.mark.usefixtures("quick")
def test_what_a_dead_publisher_left_is_swept_away(package: Package, root: Path) -> None:
    for name in (".incoming", ".outgoing"):
        (root / RELEASES / name / "tables").mkdir(parents=True)
        (root / RELEASES / name / "tables" / "events.csv").write_text("half", "utf-8")
    (root / ".current-0123").symlink_to("releases/nothing")
    name = publish(package.folder, root)
    assert held(root) == {name, CURRENT}


def test_publishers_at_once_wait_for_each_other(package: Package, root: Path, tmp_path: Path) -> None:
    folders = []
    for number in range(2):
        other = tmp_path / f"package{number}"
        other.mkdir()
        revise(copied(other), number)
        folders.append(other)
    script = "import sys; from pathlib import Path; from data.publishing import publish;"
    script += "print(publish(Path(sys.argv[1]), Path(sys.argv[2])))"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(folder), str(root)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for folder in folders
    ]
    names = {process.communicate(timeout=60)[0].strip() for process in running}
    assert [process.returncode for process in running] == [0, 0]
    assert len(names) == 2 and linked(root, CURRENT) in names
    assert held(root) - {GOOD} == {*names, CURRENT}
    for name in names:
        assert verify(root / RELEASES / name).release == name


# --- what makes a release whole ---------------------------------------------------------


def _shorten(folder: Path) -> None:
    table = folder / "tables" / "events.csv"
    table.write_bytes(table.read_bytes()[:-1])


def _lose(folder: Path) -> None:
    (folder / "briefs" / "mine.yaml").unlink()


def _add(folder: Path) -> None:
    (folder / "briefs" / "more.yaml").write_text(BRIEF, "utf-8")


def _link(folder: Path) -> None:
    (folder / "tables" / "more.csv").symlink_to("/etc/hostname")


def _no_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()


def _other_name(folder: Path) -> None:
    told = json.loads((folder / MANIFEST).read_text("utf-8"))
    (folder / MANIFEST).write_text(json.dumps(told | {"version": "9.9.9"}), "utf-8")


def _text(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / MANIFEST).write_text(text, "utf-8")

    return write


BROKEN = {
    "a byte": (_shorten, "tables/events.csv: is not the file"),
    "a file less": (_lose, "briefs/mine.yaml: is missing"),
    "a file more": (_add, "briefs/more.yaml: is not in the manifest"),
    "a link": (_link, "tables/more.csv: is neither"),
    "no manifest": (_no_manifest, "manifest.json: cannot be read"),
    "another name": (_other_name, "manifest.json: belongs to another release"),
    "no JSON": (_text("{"), "manifest.json: is no manifest"),
    "a list": (_text("[]"), "manifest.json: is no manifest"),
    "no files": (_text('{"files": 3}'), "manifest.json: is no manifest"),
    "deep": (_text("[" * 100_000), "manifest.json: is no manifest"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_release_that_is_not_whole_is_not_loaded(
    published: tuple[Path, str], tmp_path: Path, name: str
) -> None:
    spoil, expected = BROKEN[name]
    root, release = tmp_path / "copy", published[1]
    shutil.copytree(published[0], root)
    spoil(root / RELEASES / release)
    with pytest.raises(PackageError, match=f"^{expected}") as caught:
        load_release(root, release)
    assert str(root) not in str(caught.value)


def test_a_release_under_another_name_is_not_loaded(published: tuple[Path, str], tmp_path: Path) -> None:
    shutil.copytree(published[0] / RELEASES / published[1], tmp_path / RELEASES / "9.9.9-0123456789")
    with pytest.raises(PackageError, match=r"^manifest\.json: belongs to another release"):
        load_release(tmp_path, "9.9.9-0123456789")


@pytest.mark.parametrize(
    "target",
    ["releases", "/etc/passwd", "../1.0.0-a", "releases/../../x", "releases/.incoming", "releases/a/b"],
)
def test_a_link_that_leads_elsewhere_is_not_followed(tmp_path: Path, target: str) -> None:
    (tmp_path / CURRENT).symlink_to(target)
    with pytest.raises(PackageError, match="current leads to something else"):
        linked(tmp_path, CURRENT)


def test_a_link_may_be_missing_or_no_link(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        linked(tmp_path, CURRENT)
    (tmp_path / CURRENT).mkdir()
    with pytest.raises(PackageError, match="current is no link"):
        linked(tmp_path, CURRENT)
    (tmp_path / GOOD).symlink_to(tmp_path / RELEASES / "1.0.0-a")
    assert linked(tmp_path, GOOD) == "1.0.0-a"


def test_a_link_that_cannot_be_moved_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / CURRENT).mkdir()
    with pytest.raises(OSError):
        point(tmp_path, CURRENT, "1.0.0-a")
    assert [path.name for path in tmp_path.iterdir()] == [CURRENT]
