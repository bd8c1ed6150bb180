"""`python -m bench.screenshot`: the picture of the README, or every state of the page at three sizes."""

from __future__ import annotations

import argparse
import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import Browser, Page

from app import create_app
from bench.measure import settle
from bench.serve import REPOSITORY, chromium, in_process
from components import ids
from data.releases import open_releases
from portal.settings import Settings

README: Final = REPOSITORY / "assets" / "readme" / "dashboard.png"
MOST_BYTES: Final = 900_000
SIZES: Final = {"desk": (1440, 900), "laptop": (1366, 768), "phone": (390, 844)}
WITHOUT_WEBGL: Final = """const real = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind) {
  return kind.indexOf('webgl') < 0 ? real.apply(this, arguments) : null;
};"""


@dataclass(frozen=True)
class State:
    """A state of the page: its query, and how it is reached. `sizes` names those in which it differs."""

    query: str = ""
    press: str = ""
    dark: bool = False
    webgl: bool = True
    sizes: tuple[str, ...] = tuple(SIZES)


TALKS: Final = "from=2023-11-01&to=2024-02-29"
STATES: Final = {
    "readme": State(f"{TALKS}&event=E10", sizes=("desk",)),
    "start": State(),
    "talks": State(TALKS),
    "card": State(f"{TALKS}&event=E10"),
    "empty": State("q=no+such+words"),
    "drawer": State(press=f"#{ids.FILTERS_BUTTON}", sizes=("phone",)),
    "map": State("view=map", sizes=("phone",)),
    "timeline": State("view=timeline", sizes=("phone",)),
    "dark": State(TALKS, dark=True),
    "no-webgl": State(TALKS, webgl=False),
    "board": State(f"{TALKS}&view=board"),
    "relations": State("view=relations"),
    "claims": State(f"{TALKS}&view=claims"),
    "contradictions": State("view=contradictions"),
    "gaps": State(f"{TALKS}&view=gaps"),
    "table": State(f"{TALKS}&view=table"),
    "actor": State("card=A-ARSALON"),
    "crossing": State("place=L-BCP&card=L-BCP"),
    "hidden": State(f"{TALKS}&event=F20"),
    "bad-url": State("from=yesterday&colour=red"),
}


def main() -> int:
    """Write what was asked for; 0 when all of it is written."""
    parser = argparse.ArgumentParser(prog="python -m bench.screenshot", description=__doc__)
    parser.add_argument("--state", choices=sorted(STATES), default="readme")
    parser.add_argument("--out", type=Path, default=README, help="file of the picture")
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every state at three sizes instead")
    asked = parser.parse_args()
    server = create_app(Settings(), open_releases()).server
    try:
        with in_process(server) as address, chromium() as browser:
            if asked.all is None:
                size = STATES[asked.state].sizes[0]
                write(asked.out, take(browser, address, STATES[asked.state], size), MOST_BYTES)
                return 0
            for name, state in STATES.items():
                for size in state.sizes:
                    write(asked.all / f"{name}-{size}.png", take(browser, address, state, size))
    except RuntimeError as error:
        print(f"The picture was not taken: {error}", file=sys.stderr)
        return 1
    return 0


def take(browser: Browser, address: str, state: State, size: str) -> bytes:
    """A PNG of the page in that state."""
    width, height = SIZES[size]
    options: dict[str, Any] = {
        "viewport": {"width": width, "height": height},
        "color_scheme": "dark" if state.dark else "light",
        "reduced_motion": "reduce",
        "locale": "en-GB",
    }
    context = browser.new_context(**options)
    if not state.webgl:
        context.add_init_script(WITHOUT_WEBGL)
    page = context.new_page()
    page.goto(f"{address}?{state.query}")
    _wait(page, state, size)
    if state.press:
        page.click(state.press)
        page.wait_for_timeout(500)
    shot = page.screenshot()
    context.close()
    return shot


def _wait(page: Page, state: State, size: str) -> None:
    """A map that is hidden or drawn by the server is never loaded; then the words are waited for."""
    pictures = "view=" not in state.query or "view=map" in state.query
    if state.webgl and pictures and (size != "phone" or "view=map" in state.query):
        settle(page)
    page.wait_for_selector("#page:not(.is-loading)")
    page.wait_for_timeout(2000)


def write(path: Path, shot: bytes, most: int | None = None) -> None:
    """Write a PNG; with a limit, in as many colours as fit into it.

    Raises:
        RuntimeError: it does not fit even in few colours.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if most is None or len(shot) <= most:
        path.write_bytes(shot)
        print(f"{path} ({len(shot):,} bytes)")
        return
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    for colours in (256, 192, 128, 96, 64):
        made = io.BytesIO()
        picture.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            made, "PNG", optimize=True
        )
        if made.tell() <= most:
            path.write_bytes(made.getvalue())
            print(f"{path} ({made.tell():,} bytes, {colours} colours)")
            return
    raise RuntimeError(f"it does not fit into {most:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
