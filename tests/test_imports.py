"""Who may know whom: the rooms of this program, held by reading the imports of every module."""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WEB = ("dash", "dash_bootstrap_components", "dash_ag_grid", "plotly", "flask", "werkzeug")
ROOMS = ("data", "components", "portal", "app")
# Modules of components/ that every part may use; all others are parts and do not know each other.
COLLECTIONS = "components.collections"
COMMON = ("components.ids", "components.theme", "components.shared", "components.drawing")


@dataclass(frozen=True)
class Room:
    """A folder (or file) and the modules that nothing in it may import."""

    place: str
    forbidden: tuple[str, ...]


RULES = (
    Room("data", (*WEB, "components", "portal", "app")),
    Room("components", ("flask", "werkzeug", "portal", "app")),
    Room("components/drawing", (*WEB, "portal", "app", "components.callbacks", "components.pages")),
    Room("components/callbacks", ("pandas", "plotly", "portal", "app")),
    Room("components/shared", ("components.callbacks", "components.pages", "portal", "app")),
    Room("portal", ("plotly", "app")),
)


def _modules(place: str) -> list[Path]:
    return sorted((ROOT / place).rglob("*.py"))


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(path: Path) -> set[str]:
    """Full dotted names; `from a import b` gives "a.b", relative imports are resolved."""
    names: set[str] = set()
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *([node.module] if node.module else [])))
            names.update(f"{module}.{alias.name}" for alias in node.names)
    return names


def _within(name: str, modules: tuple[str, ...]) -> bool:
    return any(name == module or name.startswith(module + ".") for module in modules)


def _offences(paths: list[Path], forbidden: tuple[str, ...]) -> list[str]:
    return [
        f"{_name(path)} imports {name}"
        for path in paths
        for name in sorted(_imports(path))
        if _within(name, forbidden)
    ]


@pytest.mark.parametrize("room", RULES, ids=lambda room: room.place)
def test_a_room_knows_only_what_it_may(room):
    assert not _offences(_modules(room.place), room.forbidden)


def test_the_portal_knows_only_the_drawing_of_the_page():
    offences = _offences(_modules("portal"), ("components",))
    assert not [offence for offence in offences if "imports components.drawing" not in offence]


def test_drawing_knows_no_other_part_of_the_page():
    offences = _offences(_modules("components/drawing"), ("components",))
    assert not [offence for offence in offences if "imports components.drawing" not in offence]


def test_a_part_of_the_page_knows_no_other_part():
    """What several parts need lies in components/shared; only pages/ put parts together. The parts of one
    page that stand in a package of their own know each other."""
    packages = {ROOT / "components": COMMON, ROOT / "components/collections": (*COMMON, COLLECTIONS)}
    for package, common in packages.items():
        for path in sorted(package.glob("*.py")):
            known = {name for name in _imports(path) if _within(name, ("components",))}
            others = sorted(name for name in known if not _within(name, common))
            assert not others, f"{_name(path)} imports {others}"


def test_a_part_of_the_page_opens_no_file():
    for path in (*(ROOT / "components").glob("*.py"), *(ROOT / "components/collections").glob("*.py")):
        assert not _imports(path) & {"os", "pathlib", "io"}, path.name


def test_only_tests_and_the_server_import_the_app():
    paths = [path for room in ROOMS[:3] for path in _modules(room)]
    assert not _offences(paths, ("app",))


def test_only_the_settings_read_the_environment():
    paths = [path for room in ROOMS[:3] for path in _modules(room)] + [
        p for p in [ROOT / "app.py"] if p.is_file()
    ]
    readers = {_name(path) for path in paths if _environment(path)}
    assert readers <= {"portal.settings", "data.__main__"}  # the command line is a program of its own


def test_callbacks_are_registered_on_the_app_they_are_given():
    """A decorator of the dash module would reach the first app only."""
    paths = [path for room in ROOMS[:3] for path in _modules(room)]
    assert not _offences(paths, ("dash.callback", "dash.clientside_callback"))


def _environment(path: Path) -> bool:
    """Whether a module reads the process's environment; a request's own is another thing."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in ("environ", "getenv")
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )
