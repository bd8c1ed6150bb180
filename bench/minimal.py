"""The least that a Dash app can be: what the server itself costs, without any page of ours."""

from __future__ import annotations

from dash import Dash, Input, Output, dcc, html
from flask import Flask

ASKED, ANSWERED = "minimal-input", "minimal-answer"


def create_server() -> Flask:
    """One text box, and one callback that repeats it."""
    app = Dash(__name__, assets_folder="")
    app.layout = html.Div([dcc.Input(id=ASKED), html.Div(id=ANSWERED)])

    @app.callback(Output(ANSWERED, "children"), Input(ASKED, "value"))
    def repeat(text: str) -> str:
        return f"You typed {text}"

    return app.server


def bodies() -> list[str]:
    """What its page posts, a few texts long."""
    return [
        f'{{"output":"{ANSWERED}.children","outputs":{{"id":"{ANSWERED}","property":"children"}},'
        f'"inputs":[{{"id":"{ASKED}","property":"value","value":"text {number}"}}],'
        f'"changedPropIds":["{ASKED}.value"]}}'
        for number in range(50)
    ]
