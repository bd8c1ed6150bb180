"""Derive the map layers of this folder from source layers, by hand: `python data/layers/build.py SOURCE`.

It also writes `../tables/district_neighbours.csv`, which is read off the same outlines.

SOURCE holds adm0, adm1, adm2, rivers, lakes and places as GeoJSON, and the elevation grid `dem_globe30s.npz`
(where each comes from stands in README.md). Needs shapely >= 2.1 and pillow, which
the running dashboard does not. The same SOURCE gives the same bytes.

Districts, the provinces and country parts that no district covers, and the neighbours are simplified as ONE
coverage. Provinces, countries, the border and its river are then read off that coverage, so every line that
two layers share is the same line.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from PIL import Image
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).parent
CLIP = (61.0, 32.0, 80.0, 44.5)
"""West, south, east, north in degrees: nothing outside is ever in view."""
KILOMETRES = np.array([111.32 * np.cos(np.radians(38.0)), 110.99])
"""Kilometres in one degree of longitude and latitude at 38 N: flat enough to simplify in."""
TOLERANCE_KM = 0.28
"""About two screen pixels at the closest useful view (60 km across a map of 700 pixels)."""
SNAP_KM, GAP_KM2 = 0.03, 0.6
DIGITS = 4
RELIEF_WIDTH = 864
"""Pixels: about 90 to the degree, as many as the whole view shows on a wide screen."""
ISO_2 = {"AFG": "AF", "TJK": "TJ", "UZB": "UZ", "TKM": "TM", "KGZ": "KG", "CHN": "CN", "PAK": "PK"}
COUNTRY_NAMES = {
    "AF": "Afghanistan", "TJ": "Tajikistan", "UZ": "Uzbekistan", "TM": "Turkmenistan",
    "KG": "Kyrgyzstan", "CN": "China", "PK": "Pakistan",
}  # fmt: skip
PROVINCES = {
    ("TJ", "Khatlon"): "TJ-KT", ("TJ", "GBAO"): "TJ-GB", ("TJ", "Sughd"): "TJ-SU",
    ("TJ", "DRS"): "TJ-RA",
    ("AF", "Badakhshan"): "AF-BDS", ("AF", "Takhar"): "AF-TAK", ("AF", "Kunduz"): "AF-KDZ",
    ("AF", "Balkh"): "AF-BAL", ("AF", "Samangan"): "AF-SAM", ("AF", "Baghlan"): "AF-BGL",
    ("AF", "Nuristan"): "AF-NUR", ("AF", "Jawzjan"): "AF-JOW", ("AF", "Sari Pul"): "AF-SAR",
    ("AF", "Bamyan"): "AF-BAM", ("AF", "Parwan"): "AF-PAR",
}  # fmt: skip
"""(country, name in the source layer) -> ISO 3166-2."""

Feature = dict[str, Any]

TOWN_NAMES = {
    "Dushanbe": "Dushanbe", "Kŭlob": "Kulob", "Bokhtar": "Bokhtar", "Khorugh": "Khorugh",
    "Khujand": "Khujand",
    "Istaravshan": "Istaravshan", "Panjakent": "Panjakent", "Tursunzoda": "Tursunzoda", "Norak": "Norak",
    "Danghara": "Danghara", "Farkhor": "Farkhor", "Panj": "Panj", "Shahritus": "Shahrituz",
    "Mŭ’minobod": "Muminobod",
    "Murghob": "Murghob", "Rasht": "Rasht", "Tavildara": "Tavildara", "Ishqoshim": "Ishkoshim",
    "Dŭstí": "Dusti",
    "Isfara": "Isfara", "Konibodom": "Konibodom", "Yovon": "Yovon", "Roghun": "Roghun",
    "Mazār-e Sharīf": "Mazar-e Sharif", "Kunduz": "Kunduz", "Balkh": "Balkh", "Baghlān": "Baghlan",
    "Khanabad": "Khanabad", "Khulm": "Khulm", "Taloqan": "Taloqan", "Pul-e Khumrī": "Pul-e Khumri",
    "Aībak": "Aybak", "Fayzabad": "Fayzabad", "Bahārak": "Baharak", "Rustāq": "Rustaq", "Jurm": "Jurm",
    "Imām Şāḩib": "Imam Sahib", "Farkhār": "Farkhar", "Yangī Qal‘ah": "Yangi Qala", "Khandūd": "Khandud",
    "Samarkand": "Samarkand", "Tirmiz": "Termez", "Shahrisabz": "Shahrisabz", "Osh": "Osh",
    "Fergana": "Fergana",
    "Jizzax": "Jizzakh", "Qo‘qon": "Kokand", "Gilgit": "Gilgit", "Chitral": "Chitral", "Denov": "Denov",
}  # fmt: skip
"""Towns worth a label in our view: name in GeoNames -> name shown. All others are left out."""
TOWN_RANKS = ((150_000, 1), (40_000, 2), (0, 3))
COUNTRY_LABELS = {
    "AF": (69.75, 36.4), "TJ": (73.3, 38.55), "UZ": (65.9, 38.75), "KG": (72.6, 39.85), "CN": (75.35, 38.5),
    "PK": (72.75, 36.2), "TM": (65.6, 37.9),
}  # fmt: skip
"""Longitude and latitude of each country's name: where it stands free in our view."""
PANJ_FROM, PAMIR_FROM, PAMIR_TO = 68.31, 72.70, 73.70
"""Degrees east: the border river is the Amu Darya west of the Vakhsh, then the Panj, then the Pamir."""

NEAR_KM, SHORT_KM = 2.0, 5.0
"""Districts on two banks whose outlines come this close may be neighbours; a shorter common line may be an
accident of generalised outlines (both are then of low confidence)."""
UNCERTAIN_ON_BORDER = ("AF-D01", "AF-D02", "AF-D10", "AF-D11", "TJ-D01", "TJ-D17")
"""Districts of which it is uncertain that they touch the border (data/README.md, Known gaps): lists and
boundary files disagree there, so what lies across from them is of low confidence."""
NEIGHBOUR_COLUMNS = ("district", "other", "relation", "shared_km", "basis", "confidence")

Geometries = np.ndarray
"""Array of shapely geometries."""


def read(folder: Path, name: str) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Properties and geometry (degrees) of each feature of `name`.geojson."""
    features = json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
    return [(feature["properties"], shape(feature["geometry"])) for feature in features]


def to_plane(geometries: Iterable[BaseGeometry]) -> Geometries:
    """Degrees -> kilometres, for simplification only."""
    return np.array(
        [shapely.transform(g, lambda points: points * KILOMETRES) for g in geometries], dtype=object
    )


def to_degrees(geometries: Iterable[BaseGeometry]) -> Geometries:
    """Kilometres -> degrees, rounded; a vertex that two areas share is rounded alike in both."""
    return np.array(
        [shapely.transform(g, lambda points: np.round(points / KILOMETRES, DIGITS)) for g in geometries],
        dtype=object,
    )


def polygons_of(geometry: BaseGeometry, smallest: float = 0.0) -> BaseGeometry:
    """Only the polygons of a geometry, those above `smallest` in its own square units."""
    parts = [
        part
        for part in shapely.get_parts(shapely.make_valid(geometry))
        if part.geom_type == "Polygon" and part.area > smallest
    ]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def coverage(source: Path) -> tuple[list[dict[str, str]], Geometries]:
    """One coverage of the whole view, in degrees: what each piece belongs to, and its shape."""
    labels: list[dict[str, str]] = []
    pieces: list[BaseGeometry] = []
    districts, provinces, countries = read(source, "adm2"), read(source, "adm1"), read(source, "adm0")
    for properties, geometry in districts:
        labels.append(
            {**place_of(properties), "district": properties["shape_id"], "name": properties["display_name"]}
        )
        pieces.append(geometry)
    divided = {(label["country"], label["province"]) for label in labels}
    for properties, geometry in provinces:
        place = place_of(properties)
        if (place["country"], place["province"]) not in divided:
            labels.append(place)
            pieces.append(geometry)
    covered = shapely.union_all(pieces, grid_size=1e-5)
    for properties, geometry in countries:
        rest = shapely.difference(shapely.clip_by_rect(geometry, *CLIP), covered, grid_size=1e-5)
        labels.append({"country": ISO_2[properties["iso"]], "province": ""})
        pieces.append(polygons_of(rest))
        covered = shapely.union_all([covered, pieces[-1]], grid_size=1e-5)
    clean = shapely.coverage_clean(to_plane(pieces), snapping_distance=SNAP_KM, gap_width=1.5)
    tidy = np.array([polygons_of(geometry, GAP_KM2) for geometry in clean], dtype=object)
    return labels, to_degrees(shapely.coverage_simplify(tidy, TOLERANCE_KM))


def place_of(properties: dict[str, Any]) -> dict[str, str]:
    """Country (ISO 3166-1) and province (ISO 3166-2) of a source feature."""
    country = ISO_2[properties["iso"]]
    return {"country": country, "province": PROVINCES[country, properties["adm1"]]}


def merged(labels: list[dict[str, str]], shapes: Geometries, **wanted: str) -> BaseGeometry:
    """Union of the pieces that carry these labels."""
    chosen = [
        geometry
        for label, geometry in zip(labels, shapes, strict=True)
        if all(label[key] == value for key, value in wanted.items())
    ]
    return shapely.coverage_union_all(chosen)


def feature(properties: dict[str, Any], geometry: BaseGeometry, identity: str | int | None = None) -> Feature:
    """A GeoJSON feature with rounded coordinates."""
    rounded = shapely.transform(geometry, lambda points: np.round(points, DIGITS))
    made: Feature = {"type": "Feature", "properties": properties, "geometry": mapping(rounded)}
    return made if identity is None else {"type": "Feature", "id": identity, **made}


def neighbours(districts: list[dict[str, str]], shapes: dict[str, BaseGeometry]) -> list[dict[str, str]]:
    """Which districts border on which, one row a pair, the two in the order of their ids.

    Args:
        districts: Rows `id`, `area`, `country` of our own table of places.
        shapes: Area -> outline in kilometres, all pieces of one coverage.
    """
    pairs = list(combinations(sorted(districts, key=lambda row: row["id"]), 2))
    found = [row for one, other in pairs if (row := bordering(one, other, shapes))]
    across = {row[end] for row in found if row["relation"] == "across" for end in ("district", "other")}
    for one, other in pairs:
        alone = one["id"] not in across or other["id"] not in across
        if alone and one["country"] != other["country"] and is_near(one, other, shapes):
            found.append(neighbour_row(one, other, 0.0, "near miss"))
    return sorted(found, key=lambda row: (row["district"], row["other"]))


def bordering(
    one: dict[str, str], other: dict[str, str], shapes: dict[str, BaseGeometry]
) -> dict[str, str] | None:
    """The row of two districts that share a piece of line; a common corner is none."""
    if not shapes[one["area"]].intersects(shapes[other["area"]]):
        return None
    length = shared_line(shapes[one["area"]], shapes[other["area"]]).length
    basis = "shared line" if length >= SHORT_KM else "short shared line"
    return neighbour_row(one, other, length, basis) if length > 0 else None


def is_near(one: dict[str, str], other: dict[str, str], shapes: dict[str, BaseGeometry]) -> bool:
    """Whether two outlines come so close that a better map might let them touch."""
    return bool(shapes[one["area"]].distance(shapes[other["area"]]) <= NEAR_KM)


def neighbour_row(one: dict[str, str], other: dict[str, str], length: float, basis: str) -> dict[str, str]:
    """A row of the table of neighbours."""
    across = one["country"] != other["country"]
    doubtful = across and {one["id"], other["id"]} & set(UNCERTAIN_ON_BORDER)
    cells = (
        one["id"], other["id"], "across" if across else "along", f"{length:.1f}", basis,
        "low" if doubtful or basis != "shared line" else "fair",
    )  # fmt: skip
    return dict(zip(NEIGHBOUR_COLUMNS, cells, strict=True))


def own_districts(places: Path) -> list[dict[str, str]]:
    """The districts of our own table of places that have an outline."""
    if not places.exists():
        return []
    with places.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == "district" and row["area"]]


def district_names(places: Path) -> dict[str, str]:
    """shape_id -> the district's name in our own table of places (sources swap the two Darwaz labels)."""
    return {row["area"]: row["name"] for row in own_districts(places)}


def districts(labels: list[dict[str, str]], shapes: Geometries, names: dict[str, str]) -> list[Feature]:
    """The districts, in the order of their keys, by our own name where we have one."""
    found = []
    for label, geometry in zip(labels, shapes, strict=True):
        if key := label.get("district"):
            name = names.get(key, label["name"]).removesuffix(" district")
            properties = {
                "shape_id": key,
                "name": name,
                "country": label["country"],
                "province": label["province"],
            }
            found.append(feature(properties, geometry, key))
    return sorted(found, key=lambda item: str(item["id"]))


def provinces(labels: list[dict[str, str]], shapes: Geometries) -> list[Feature]:
    """The provinces, each the union of its districts."""
    names = {code: name for (_, name), code in PROVINCES.items()}
    names |= {"TJ-GB": "Gorno-Badakhshan", "TJ-RA": "Districts of Republican Subordination"}
    return [
        feature(
            {"iso_3166_2": code, "name": names[code], "country": code[:2]},
            merged(labels, shapes, province=code),
            code,
        )
        for code in sorted({label["province"] for label in labels} - {""})
    ]


def country_shapes(labels: list[dict[str, str]], shapes: Geometries) -> dict[str, BaseGeometry]:
    """Country code -> union of its pieces."""
    return {
        code: merged(labels, shapes, country=code) for code in sorted({label["country"] for label in labels})
    }


def shared_line(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """The line along which two areas of one coverage touch."""
    lines = [
        part for part in shapely.get_parts(one.intersection(other)) if part.geom_type.endswith("LineString")
    ]
    return shapely.line_merge(
        shapely.MultiLineString([line for part in lines for line in shapely.get_parts(part)])
    )


def country_lines(countries: dict[str, BaseGeometry]) -> list[Feature]:
    """Boundaries between countries but the Afghan-Tajik one; the cut edges of the layer are no line."""
    codes = sorted(countries)
    pairs = [(a, b) for i, a in enumerate(codes) for b in codes[i + 1 :] if (a, b) != ("AF", "TJ")]
    lines = ((a, b, shared_line(countries[a], countries[b])) for a, b in pairs)
    return [feature({"between": f"{a}-{b}"}, line) for a, b, line in lines if not line.is_empty]


def main_rivers(border: BaseGeometry, south_of_uzbekistan: BaseGeometry) -> list[Feature]:
    """The border rivers: pieces of the border line itself, cut by longitude."""

    def cut(west: float, east: float) -> BaseGeometry:
        return shapely.line_merge(shapely.clip_by_rect(border, west, CLIP[1], east, CLIP[3]))

    amu = shapely.line_merge(shapely.union_all([cut(CLIP[0], PANJ_FROM), south_of_uzbekistan]))
    return [
        feature({"name": "Panj"}, cut(PANJ_FROM, PAMIR_FROM)),
        feature({"name": "Pamir"}, cut(PAMIR_FROM, PAMIR_TO)),
        feature({"name": "Amu Darya"}, amu),
    ]


def tributaries(source: Path) -> list[Feature]:
    """Rivers of the second source, longer than 8 km, without those that only repeat the border river."""
    lines = [geometry for properties, geometry in read(source, "rivers") if not properties["name"]]
    flat = shapely.simplify(to_plane(lines), TOLERANCE_KM)
    return [feature({}, line) for line in to_degrees([line for line in flat if line.length > 8])]


def lakes(source: Path) -> list[Feature]:
    """Lakes, simplified each for itself."""
    flat = shapely.simplify(to_plane(geometry for _, geometry in read(source, "lakes")), TOLERANCE_KM)
    return [feature({}, polygons_of(geometry)) for geometry in to_degrees(flat) if not geometry.is_empty]


def label_points(layers: dict[str, list[Feature]]) -> list[Feature]:
    """Where the names of areas are written: for labels only, no event is ever drawn there."""
    points = [
        feature({"name": COUNTRY_NAMES[code], "kind": "country"}, shapely.Point(spot))
        for code, spot in COUNTRY_LABELS.items()
    ]
    for kind, areas in layers.items():
        for area in areas:
            flat = to_plane([shape(area["geometry"])])[0]
            largest = max(shapely.get_parts(flat), key=lambda part: part.area)
            middle = to_degrees([shapely.get_point(shapely.maximum_inscribed_circle(largest, 0.5), 0)])[0]
            points.append(feature({"name": area["properties"]["name"], "kind": kind}, middle))
    return points


def towns(source: Path) -> list[Feature]:
    """The towns of TOWN_NAMES (the largest of that name), largest first, ranked by population."""
    best: dict[str, Feature] = {}
    for properties, geometry in sorted(read(source, "places"), key=lambda item: -item[0]["population"]):
        if (name := TOWN_NAMES.get(properties["name"])) and name not in best:
            rank = next(rank for least, rank in TOWN_RANKS if properties["population"] >= least)
            best[name] = feature({"name": name, "country": properties["countrycode"], "rank": rank}, geometry)
    return list(best.values())


def hillshade(heights: np.ndarray, step: float) -> np.ndarray:
    """Light (-1 shadow, 0 flat, 1 sunlit) from four sides; `heights` in metres, `step` in degrees."""
    metres = KILOMETRES * 1000 * step
    north, east = np.gradient(heights.astype(float), -metres[1], metres[0])
    light = np.zeros(heights.shape)
    for azimuth, weight in ((315, 0.5), (270, 0.2), (0, 0.2), (225, 0.1)):
        angle = np.radians(azimuth)
        light += weight * -(east * np.sin(angle) + north * np.cos(angle))
    return np.tanh(2.2 * light)


def relief(source: Path) -> Image.Image:
    """Relief as black and white of varying opacity: flat land is clear, the edges thin out to nothing.

    Rows are spaced as in Mercator, because a map stretches an image evenly between its corners.
    """
    grid = np.load(source / "dem_globe30s.npz")
    light = hillshade(grid["dem"], float(grid["step"]))
    rows, columns = light.shape
    north, south = float(grid["lat1"]), float(grid["lat1"]) - rows * float(grid["step"])
    top, bottom = (float(np.arcsinh(np.tan(np.radians(edge)))) for edge in (north, south))
    mercator = np.linspace(top, bottom, rows * 2 + 1)[1::2]
    latitude = np.degrees(np.arctan(np.sinh(mercator)))
    from_row = (north - latitude) / (north - south) * rows - 0.5
    light = np.array([np.interp(from_row, np.arange(rows), column) for column in light.T]).T
    across = np.abs(np.linspace(-1, 1, columns))[None, :]
    along = np.abs(np.linspace(-1, 1, rows))[:, None]
    distance = (across**5 + along**5) ** (1 / 5)
    fade = np.clip((1 - distance) / 0.26, 0, 1)
    opacity = np.abs(light) * fade * fade * (3 - 2 * fade)
    signed = Image.fromarray(np.where(light < 0, -opacity, opacity).astype("float32"))
    size = (RELIEF_WIDTH, round(RELIEF_WIDTH * rows / columns))
    return palette_image(np.asarray(signed.resize(size, Image.Resampling.LANCZOS)).clip(-1, 1))


def palette_image(light: np.ndarray, levels: int = 16) -> Image.Image:
    """Light in -1..1 as a palette image: entry i is black or white with its own opacity."""
    index = np.round(light * levels).astype(int) + levels
    image = Image.new("P", index.shape[::-1])
    image.putdata(index.ravel().tolist())
    image.putpalette([0] * 3 * levels + [255] * 3 * (levels + 1))
    opacities = [round(abs(i - levels) / levels * 255) for i in range(2 * levels + 1)]
    image.info["transparency"] = bytes(opacities)
    return image


def write(name: str, features: list[Feature]) -> None:
    """Write one layer, a feature a line, so that a change is readable as a difference."""
    lines = ",\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in features)
    text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
    (HERE / f"{name}.geojson").write_text(text, encoding="utf-8")


def write_neighbours(labels: list[dict[str, str]], shapes: Geometries, places: Path) -> None:
    """Write the table of neighbours beside our own table of places."""
    keys = [label.get("district", "") for label in labels]
    outlines = {key: shape for key, shape in zip(keys, to_plane(shapes), strict=True) if key}
    rows = neighbours(own_districts(places), outlines)
    with places.with_name("district_neighbours.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, NEIGHBOUR_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def build(source: Path, places: Path) -> None:
    """Write every layer next to this script, and the neighbours beside the table of places."""
    labels, shapes = coverage(source)
    countries = country_shapes(labels, shapes)
    border = shared_line(countries["TJ"], countries["AF"])
    areas = {
        "province": provinces(labels, shapes),
        "district": districts(labels, shapes, district_names(places)),
    }
    write("provinces", areas["province"])
    write("districts", areas["district"])
    write("names", label_points(areas))
    write("countries", [feature({"iso": c, "name": COUNTRY_NAMES[c]}, g, c) for c, g in countries.items()])
    write("country_lines", country_lines(countries))
    write("border", [feature({"name": "Afghan–Tajik border, generalised"}, border)])
    write("rivers_main", main_rivers(border, shared_line(countries["AF"], countries["UZ"])))
    write("rivers_tributaries", tributaries(source))
    write("lakes", lakes(source))
    write("towns", towns(source))
    relief(source).save(HERE / "relief.png", optimize=True)
    write_neighbours(labels, shapes, places)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Derive the map layers of this folder.")
    parser.add_argument("source", type=Path, help="folder with the source layers")
    parser.add_argument(
        "--places", type=Path, default=HERE.parent / "tables" / "places.csv", help="our table of places"
    )
    arguments = parser.parse_args()
    build(arguments.source, arguments.places)
