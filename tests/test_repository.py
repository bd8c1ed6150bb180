"""What may not stand in a committed file: hosts of registries, loads from elsewhere, paths of one machine."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = {
    ".py",
    ".js",
    ".mjs",
    ".cjs",
    ".css",
    ".html",
    ".json",
    ".toml",
    ".txt",
    ".md",
    ".csv",
    ".yml",
    ".cfg",
    "",
}
REMOTE_LOAD = re.compile(
    r"""(?ix) (?: (?:src|href)\s*=\s* | @import\s+(?:url\()? | url\(\s* ) ["']? https?:"""
)
# Put together here so that this file does not contain what it looks for.
HOSTS = [
    "registry.npm" + "js",
    "pypi" + ".org",
    "files.python" + "hosted",
    "cdn." + "jsdelivr",
    "unpkg" + ".com",
]
MACHINE_PATHS = re.compile(r"(?:^|[\s\"'(=])/(?:ho" + r"me|ro" + r"ot|Us" + r"ers|wo" + r"rk)/\w")


def _committed() -> list[Path]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("needs the git repository")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def _texts() -> list[tuple[str, str]]:
    files = [path for path in _committed() if path.suffix in TEXT]
    return [(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in files]


def test_no_file_names_a_registry_or_a_path_of_one_machine():
    for name, text in _texts():
        assert not [host for host in HOSTS if host in text], name
        found = MACHINE_PATHS.search(text)
        assert not found, f"{name}: {found and found[0]}"


def test_no_asset_loads_from_another_host():
    for name, text in _texts():
        if name.startswith("assets/"):
            found = REMOTE_LOAD.search(text)
            assert not found, f"{name}: {found and found[0]}"


def test_the_lock_files_pin_everything():
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    for name, entry in packages.items():
        assert "resolved" not in entry, name
        assert entry.get("integrity", "").startswith("sha512-"), name
    pins = _requirements("constraints.txt")
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[^\s;]+", line) for line in pins)
    assert {
        line for name in ("requirements.txt", "requirements-dev.txt") for line in _requirements(name)
    } <= set(pins)


def _requirements(name: str) -> list[str]:
    lines = ((line.partition("#")[0].strip()) for line in (ROOT / name).read_text("utf-8").splitlines())
    return [_canonical(line) for line in lines if line and not line.startswith("-")]


def _canonical(pin: str) -> str:
    """Names are compared as installers compare them: case, `-`, `_` and `.` make no difference (PEP 503)."""
    name, _, version = pin.partition("==")
    return f"{re.sub(r'[-_.]+', '-', name).lower()}=={version}"
