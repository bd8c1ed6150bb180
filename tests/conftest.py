"""What holds for every test: no example is judged by the time it takes on a busy machine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("panj", deadline=None)
settings.load_profile("panj")
