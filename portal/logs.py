"""The log: one line for each thing that happened, as text or JSON; a request's lines carry its number.

Nothing of a visitor stands in it: no address, no query, nothing they typed. An exception's own words may
quote what they typed, so inside a request a traceback is told by its places and types alone.
"""

from __future__ import annotations

import logging
import logging.config
import time
import traceback
from contextvars import ContextVar
from typing import Any, Final

from pythonjsonlogger.json import JsonFormatter

REQUEST: Final[ContextVar[str]] = ContextVar("panj_request", default="")
"""The number of the request at hand; "" outside of one."""
FIELDS: Final = ("method", "route", "status", "ms", "bytes", "release")
"""What the line of an answered request carries beside time, level and number."""
_ONE_LINE: Final = dict.fromkeys((*range(32), 127, 0x85, 0x2028, 0x2029), " ")
_BAD_REQUEST: Final = "Invalid request from ip="


def configuration(level: str, form: str) -> dict[str, Any]:
    """For `logging.config.dictConfig` and gunicorn's `logconfig_dict`: one handler for all, standard error.

    Args:
        level: One of `portal.settings.LOG_LEVELS`.
        form: "text" or "json".
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": Numbered}, "visitor": {"()": WithoutVisitor}},
        "formatters": {"panj": {"()": JsonLines if form == "json" else TextLines}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "panj",
                "filters": ["request", "visitor"],
            }
        },
        "root": {"level": level.upper(), "handlers": ["stderr"]},
        "loggers": {
            "gunicorn.error": {"level": level.upper(), "handlers": [], "propagate": True},
            # Says who asked for what, with the query; our own line (portal/observed.py) stands in its place.
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }


def configure(level: str, form: str) -> None:
    """Set up the log of a process, unless whatever runs us has done so (gunicorn, a program around us)."""
    if not logging.getLogger().handlers:
        logging.config.dictConfig(configuration(level, form))


class Numbered(logging.Filter):
    """Gives every record the number of its request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets everything pass."""
        record.request = REQUEST.get()
        return True


class WithoutVisitor(logging.Filter):
    """Takes the sender's address and the sent text out of gunicorn's line about what is not HTTP."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets everything pass."""
        if record.name == "gunicorn.error" and str(record.msg).startswith(_BAD_REQUEST):
            record.msg, record.args = "something that is not HTTP was refused", ()
        return True


def told(error: BaseException) -> str:
    """A traceback without the exceptions' own words: files, lines, functions, and the types.

    Args:
        error: The exception; what it was raised from or during is told before it.
    """
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    places = "".join(traceback.format_tb(error.__traceback__))
    earlier = f"{told(before)}\nwhich led to\n" if before else ""
    return f"{earlier}{places}{type(error).__module__}.{type(error).__qualname__}"


class _Discreet(logging.Formatter):
    """Tells the words of an exception only outside of requests, where no visitor can have put any there."""

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """The text of a traceback."""
        return told(ei[1]) if REQUEST.get() and ei[1] else super().formatException(ei)


class TextLines(_Discreet):
    """`time LEVEL logger [number] message name=value …`, for people."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and a traceback below it where there is one."""
        seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        number = getattr(record, "request", "")
        values = [f"{name}={getattr(record, name)}" for name in FIELDS if hasattr(record, name)]
        words = [
            f"{seconds}.{int(record.msecs):03d}Z {record.levelname} {record.name}",
            *([f"[{number}]"] if number else []),
            record.getMessage(),
            *values,
        ]
        line = " ".join(words).translate(_ONE_LINE)  # no text can pass for a line of its own
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JsonLines(_Discreet, JsonFormatter):
    """One JSON object a line, for programs."""

    def __init__(self) -> None:
        names = {"levelname": "level", "name": "logger", "exc_info": "traceback"}
        super().__init__(
            "%(levelname)s %(name)s %(message)s",
            timestamp="time",
            rename_fields=names,
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Leaves the number out where there is none."""
        if not log_data.get("request"):
            log_data.pop("request", None)
        return log_data
