"""`python -m portal.healthcheck`: whether the server of this environment is alive; containers ask it."""

from __future__ import annotations

import sys
import urllib.request
from typing import Final

from portal.settings import Settings, from_environment

PATIENCE: Final = 2
"""Seconds until a server that does not answer counts as dead."""


def address(settings: Settings) -> str:
    """Where /healthz answers, as seen from the server's own machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{settings.port}{settings.routes_prefix}healthz"


def main() -> int:
    """0 when it answers, 1 when it does not."""
    ask = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # no proxy of the environment
    try:
        with ask.open(address(from_environment()), timeout=PATIENCE) as answer:
            return 0 if answer.status == 200 else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
