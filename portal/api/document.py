"""The OpenAPI 3.1 document, made from the schemas of the answers and the filters of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pydantic import BaseModel, Field, create_model
from pydantic.json_schema import models_json_schema

from portal.api.parameters import (
    FILTER_KEYS,
    LIMIT,
    OFFSET,
    RELEASE,
    Parameter,
    filter_parameters,
    format_parameter,
    paging_parameters,
)
from portal.api.resource import Resource
from portal.api.schemas import (
    Answer,
    Counts,
    Edition,
    ParameterProblem,
    Problem,
    ReleaseProblem,
    Schema,
    Untitled,
)
from portal.settings import Settings

API_VERSION: Final = "1.0.0"
_REF: Final = "#/components/schemas/{model}"
_DESCRIPTION: Final = (
    "Who met, asked, refused, attacked whom, when, where, and who says so. **A row says that somebody said "
    "so, not that it happened.**\n\n"
    "Every address takes the same filters as the page and answers for the same selection: the events that "
    "certainly or possibly lie in the range asked for, and apart from them the undated ones. A parameter "
    "that is unknown or cannot be used is refused by name (400); the page, which only a person reads, "
    "would skip it. An empty text means not said or not known, never “no”. Dates are EDTF; `start_earliest` "
    "to `end_latest` are the four days between which they lie. Coordinates are WGS 84 and stand only where a "
    "source gives a point.\n\n"
    "Lists come in pages. `page.next` (and the header `Link`) leads on and names the release, so that all "
    "pages of a walk are of one; `page.truncated` (and the header `Panj-Truncated`) says that more rows "
    "follow. Each answer has a weak ETag: sent back as `If-None-Match`, it is answered with 304 while "
    "nothing has changed. HEAD works wherever GET does."
)


class FacetValue(Schema):
    """A value of a filter, and how many events it would leave under all the other filters."""

    value: str
    name: str
    selected: int
    undated: int


class Summary(Edition):
    """The selection in words and numbers."""

    summary: str
    counts: Counts
    notices: list[str]
    facets: dict[str, list[FacetValue]] = Field(description="filter -> its values, the most frequent first")
    manifest: dict[str, Any] = Field(
        description="what every export says of itself: what was left out and why, as of when, licences"
    )


def list_schema(resource: Resource) -> type[BaseModel]:
    """Of one page of a table in JSON."""
    rows: dict[str, Any] = {resource.name: (list[resource.schema], ...)}  # type: ignore[name-defined]
    name = f"{resource.schema.__name__}List"
    return create_model(name, __base__=Answer, __doc__=resource.belongs, **rows)


def item_schema(resource: Resource) -> type[BaseModel]:
    """Of one row in JSON."""
    row: dict[str, Any] = {resource.one: (resource.schema, ...)}
    return create_model(
        f"One{resource.schema.__name__}", __base__=Edition, __doc__=f"One {resource.one}.", **row
    )


def collection_schema(resource: Resource, around: type[BaseModel], name: str) -> type[BaseModel]:
    """Of a page, or of one row, as GeoJSON: a FeatureCollection with foreign members (RFC 7946)."""
    members: dict[str, Any] = {
        "type": (str, Field(json_schema_extra={"const": "FeatureCollection"})),
        "features": (list[resource.feature_schema], ...),  # type: ignore[name-defined]
    }
    return create_model(name, __base__=around, __doc__="GeoJSON; it opens in QGIS as it is.", **members)


def document(resources: Sequence[Resource], settings: Settings) -> dict[str, Any]:
    """The whole document. It tells nothing of the data and is the same for every viewer."""
    schemas: list[type[BaseModel]] = [Summary, Problem, ParameterProblem, ReleaseProblem]
    paths: dict[str, Any] = {}
    for resource in resources:
        made = _schemas(resource)
        schemas += made.values()
        paths[f"/{resource.name}"] = {"get": _list(resource, made)}
        paths[f"/{resource.name}/{{id}}"] = {"get": _item(resource, made)}
    paths["/summary"] = {"get": _summary()}
    _, found = models_json_schema(
        [(schema, "serialization") for schema in schemas], ref_template=_REF, schema_generator=Untitled
    )
    told: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Panj read API",
            "version": API_VERSION,
            "description": _DESCRIPTION,
            "license": {"name": "Tables: CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": f"{settings.prefix}api/v1"}],
        "tags": [{"name": name} for name in (*(one.name for one in resources), "summary")],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(found["$defs"].items())),
            "parameters": _shared_parameters(settings),
            "headers": _HEADERS,
        },
    }
    if "token" in settings.access:
        scheme = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
        told["components"]["securitySchemes"] = {"token": scheme}
        # With a trusted header besides, a request may also come without a token.
        told["security"] = [{"token": []}, *([{}] if "header" in settings.access else [])]
    return told


def _schemas(resource: Resource) -> dict[str, type[BaseModel]]:
    made = {"list": list_schema(resource), "item": item_schema(resource)}
    if resource.feature_schema:
        name = resource.schema.__name__
        made["features"] = collection_schema(resource, Answer, f"{name}Features")
        made["feature"] = collection_schema(resource, Edition, f"One{name}Features")
    return made


def _ref(schema: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REF.format(model=schema.__name__)}


# --- operations

_HEADERS: Final[dict[str, Any]] = {
    "ETag": {"required": True, "description": "edition of the answer, weak", "schema": {"type": "string"}},
    "Panj-Total": {
        "required": True,
        "description": "rows of this table that belong to the selection",
        "schema": {"type": "integer"},
    },
    "Panj-Truncated": {
        "description": "present when rows follow that are not in this answer: which are, and how many follow",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": 'present when rows follow: <path and query>; rel="next"',
        "schema": {"type": "string"},
    },
}
_IF_NONE_MATCH: Final[Parameter] = {
    "name": "If-None-Match",
    "in": "header",
    "description": "An ETag of this address; answered with 304 while nothing has changed.",
    "schema": {"type": "string"},
}


def _shared_parameters(settings: Settings) -> dict[str, Parameter]:
    """Name -> the parameters that several addresses take."""
    paging = paging_parameters(settings.page_size, settings.most_rows)
    return {one["name"]: one for one in (*filter_parameters(), *paging, _IF_NONE_MATCH)}


def _shared(*names: str) -> list[dict[str, str]]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _list(resource: Resource, made: dict[str, type[BaseModel]]) -> dict[str, Any]:
    headers = ("ETag", "Panj-Total", "Panj-Truncated", "Link")
    return {
        "operationId": f"list_{resource.name}",
        "tags": [resource.name],
        "summary": f"List {resource.name}",
        "description": resource.belongs,
        "parameters": [
            *_shared(*FILTER_KEYS, LIMIT, OFFSET, RELEASE, "If-None-Match"),
            format_parameter(resource.forms),
        ],
        "responses": {
            "200": _answer(_content(resource, made["list"], made.get("features")), headers),
            **_problems({400: ParameterProblem, 409: ReleaseProblem}),
        },
    }


def _item(resource: Resource, made: dict[str, type[BaseModel]]) -> dict[str, Any]:
    path_id = {
        "name": "id",
        "in": "path",
        "required": True,
        "description": f"Id of the {resource.one}.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 100},
    }
    gone = {410: Problem} if "since" in resource.schema.model_fields else {}
    return {
        "operationId": f"get_{resource.one}",
        "tags": [resource.name],
        "summary": f"One {resource.one}",
        "description": "Under no filter: its counts and `when` are those of all events.",
        "parameters": [path_id, *_shared("If-None-Match"), format_parameter(resource.forms)],
        "responses": {
            "200": _answer(_content(resource, made["item"], made.get("feature")), ("ETag",)),
            **_problems({400: ParameterProblem, 404: Problem, **gone}),
        },
    }


def _summary() -> dict[str, Any]:
    return {
        "operationId": "get_summary",
        "tags": ["summary"],
        "summary": "The selection in words and numbers",
        "description": "The sentence and the counts of the page, what each filter would leave, the manifest.",
        "parameters": [*_shared(*FILTER_KEYS, "If-None-Match"), format_parameter(("json",))],
        "responses": {
            "200": _answer({"application/json": {"schema": _ref(Summary)}}, ("ETag",)),
            **_problems({400: ParameterProblem}),
        },
    }


def _content(resource: Resource, plain: type[BaseModel], features: type[BaseModel] | None) -> dict[str, Any]:
    columns = "UTF-8, a header line; the members of a record in plain values"
    content: dict[str, Any] = {
        "application/json": {"schema": _ref(plain)},
        "text/csv": {"schema": {"type": "string", "description": columns}},
    }
    if features and resource.features:
        content["application/geo+json"] = {"schema": _ref(features)}
    return content


def _answer(content: dict[str, Any], headers: Sequence[str]) -> dict[str, Any]:
    named = {name: {"$ref": f"#/components/headers/{name}"} for name in headers}
    return {"description": "The answer", "headers": named, "content": content}


_MEANS: Final = {
    400: "A parameter is unknown or cannot be used; all such are named",
    401: "The viewer is not known",
    404: "There is no such row",
    406: "No format that Accept names can be had",
    409: "The data changed since the first page of this walk",
    410: "The row was withdrawn; the answer says when and why",
    500: "Something went wrong on the server",
}


def _problems(own: dict[int, type[BaseModel]]) -> dict[str, Any]:
    found: dict[str, Any] = {"304": {"description": "Nothing has changed"}}
    all_of_them: dict[int, type[BaseModel]] = {401: Problem, 406: Problem, 500: Problem, **own}
    for status, schema in sorted(all_of_them.items()):
        content = {"application/problem+json": {"schema": _ref(schema)}}
        found[str(status)] = {"description": _MEANS[status], "content": content}
    return found
