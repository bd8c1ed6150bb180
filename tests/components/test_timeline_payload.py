"""What plotly sends back is read with care: every shape it takes, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.shared.timeline_payload import (
    event_from_click,
    resets,
    window_from_click,
    window_from_relayout,
)

TALKS = (date(2023, 11, 1), date(2024, 2, 29))


@pytest.mark.parametrize(
    ("payload", "window"),
    [
        ({"xaxis.range[0]": "2023-11-01", "xaxis.range[1]": "2024-03-01"}, TALKS),
        ({"xaxis.range[0]": "2023-10-31 18:00", "xaxis.range[1]": "2024-03-01 05:31:20.3333"}, TALKS),
        ({"xaxis.range": ["2023-11-01", "2024-03-01"]}, TALKS),
        ({"shapes[0].x0": "2023-11-01", "shapes[0].x1": "2024-03-01", "shapes[0].y0": 0}, TALKS),
        ({"shapes[0].x0": "2024-03-01", "shapes[0].x1": "2023-11-01"}, TALKS),
        ({"selections": [{"type": "rect", "x0": "2023-11-01", "x1": "2024-03-01"}]}, TALKS),
        ({"selections[0].x0": "2023-11-01", "selections[0].x1": "2024-03-01"}, TALKS),
        ({"points": [], "range": {"x": ["2023-11-01", "2024-03-01"], "y": [0, 1]}}, TALKS),
        (
            {"xaxis.range[0]": "2023-11-08 02:00", "xaxis.range[1]": "2023-11-08 09:00"},
            (date(2023, 11, 8), date(2023, 11, 8)),
        ),
        (None, None),
        ([], None),
        ({"autosize": True}, None),
        ({"xaxis.autorange": True}, None),
        ({"selections": []}, None),
        ({"selections": ["x"]}, None),
        ({"xaxis.range[0]": "2023-11-01"}, None),
        ({"xaxis.range[0]": 1, "xaxis.range[1]": 2}, None),
        ({"xaxis.range[0]": "2023-13-01", "xaxis.range[1]": "2024-03-01"}, None),
        ({"xaxis.range[0]": "0001-01-01", "xaxis.range[1]": "0001-01-01"}, None),
        ({"xaxis.range[0]": "9999-12-31 23:00", "xaxis.range[1]": "9999-12-31 23:30"}, None),
        ({"xaxis.range": ["2023-11-01", "2024-03-01", "2025-01-01"]}, None),
        ({"range": {"x": None}}, None),
        ({"xaxis.range[0]": "<script>", "xaxis.range[1]": "2024-03-01"}, None),
    ],
)
def test_window_from_relayout(payload: object, window: tuple[date, date] | None) -> None:
    assert window_from_relayout(payload) == window


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.sampled_from(["0001-01-01", "9999-12-31 23:59"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["xaxis.range[0]", "xaxis.range[1]", "selections", "range", "x", "x0", "x1", "points"]
            ),
            inner,
        )
    ),
)


@given(ANYTHING)
def test_nothing_in_a_payload_breaks_it(payload: object) -> None:
    window = window_from_relayout(payload)
    assert window is None or window[0] <= window[1]
    event_from_click(payload)
    window_from_click(payload)
    assert resets(payload) in (True, False)


def test_clicks() -> None:
    one = {"points": [{"customdata": "E02"}]}
    assert event_from_click(one) == "E02"
    assert window_from_click(one) is None
    bundle = {"points": [{"customdata": "2023-11-01/2024-02-29"}]}
    assert event_from_click(bundle) is None
    assert window_from_click(bundle) == TALKS
    assert event_from_click({"points": [{"customdata": None}]}) is None


def test_double_click_resets() -> None:
    assert resets({"xaxis.autorange": True})
    assert not resets({"xaxis.autorange": "yes"})
    assert not resets({"selections": []})
