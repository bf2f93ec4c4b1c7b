"""The files load in the programs that researchers use, without a warning and with the right types and numbers."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from eventx import schema, write
from eventx.convert import convert
from test_schema import row

ROWS = [
    row(location_text='près d\'"Azaz",\nau nord', admin2=""),
    {**row(country="Mali", location="Gao", latitude=16.2717, longitude=-0.0447, actor1_text="=1+1"), "event_id_cnty": "MLI-000000000001"},
    {**row(latitude=None, longitude=None, source="NA"), "event_id_cnty": "SYR-000000000002"},
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the rows in every format."""
    folder = tmp_path_factory.mktemp("files")
    write.save(ROWS, folder / "rows.jsonl")
    for kind in ("csv", "parquet", "geojson", "xlsx"):
        if kind != "xlsx" or __import__("importlib.util").util.find_spec("openpyxl"):
            convert(folder / "rows.jsonl", folder / f"rows.{kind}")
    convert(folder / "rows.jsonl", folder / "excel.csv", excel=True)
    return folder


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ["rows.csv", "excel.csv", "rows.jsonl", "rows.parquet", "rows.xlsx"])
def test_pandas(files: Path, name: str) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    if name.endswith("csv"):
        frame = pandas.read_csv(files / name, parse_dates=["event_date"], keep_default_na=False, na_values=[""])
    elif name.endswith("jsonl"):
        frame = pandas.read_json(files / name, lines=True, dtype=False, precise_float=True)
    elif name.endswith("xlsx"):
        pytest.importorskip("openpyxl", reason="the extra excel is not installed")
        frame = pandas.read_excel(files / name, keep_default_na=False, na_values=[""])
    else:
        frame = pandas.read_parquet(files / name)
    assert list(frame.columns) == list(schema.COLUMNS)
    assert frame["fatalities"].sum() == 99
    assert frame["longitude"].min() == -0.0447
    assert frame["latitude"].isna().sum() == 1
    assert str(frame["event_date"].iloc[0])[:10] == "2020-02-27"
    assert frame["source"].iloc[2] == "NA"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ["rows.csv", "excel.csv", "rows.jsonl", "rows.parquet"])
def test_polars(files: Path, name: str) -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed")
    if name.endswith("csv"):
        frame = polars.read_csv(files / name, try_parse_dates=True)
    else:
        frame = polars.read_ndjson(files / name) if name.endswith("jsonl") else polars.read_parquet(files / name)
    # In JSON lines polars puts columns without a value in the first row before the others.
    assert (sorted(frame.columns) if name.endswith("jsonl") else frame.columns) == (sorted(schema.COLUMNS) if name.endswith("jsonl") else list(schema.COLUMNS))
    assert (frame["fatalities"].sum(), frame["longitude"].min(), frame["latitude"].null_count()) == (99, -0.0447, 1)
    assert str(frame["event_date"][0]) == "2020-02-27"
    assert frame["source"][2] == "NA"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ["rows.csv", "excel.csv", "rows.jsonl", "rows.parquet"])
def test_duckdb(files: Path, name: str) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    found = duckdb.sql(f"select sum(fatalities), min(longitude), count(latitude), min(event_date), max(source) from '{files / name}'").fetchall()[0]
    assert found == (99, -0.0447, 2, date(2020, 2, 27), "NA")
    described = duckdb.sql(f"describe select * from '{files / name}'").fetchall()
    assert [column[0] for column in described] == list(schema.COLUMNS)
    assert next(column[1] for column in described if column[0] == "event_date") == "DATE"


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed (Debian: r-base-core)")
@pytest.mark.parametrize("name", ["rows.csv", "excel.csv"])
def test_r(files: Path, name: str) -> None:
    code = """
      options(warn = 2)
      d <- read.csv(commandArgs(TRUE)[1], fileEncoding = commandArgs(TRUE)[2], na.strings = "")
      d$event_date <- as.Date(d$event_date)
      stopifnot(nrow(d) == 3, sum(d$fatalities) == 99, min(d$longitude, na.rm = TRUE) == -0.0447, sum(is.na(d$latitude)) == 1)
      stopifnot(identical(format(d$event_date[1]), "2020-02-27"), identical(d$source[3], "NA"))
      cat(names(d), sep = ",")
    """
    encoding = "UTF-8-BOM" if name == "excel.csv" else "UTF-8"
    done = subprocess.run(["Rscript", "--vanilla", "-e", code, str(files / name), encoding], capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"})
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split(",") == list(schema.COLUMNS)


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="GDAL is not installed (Debian: gdal-bin)")
def test_gdal(files: Path) -> None:
    done = subprocess.run(["ogrinfo", "-ro", "-al", str(files / "rows.geojson")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("Geometry: Point", "Feature Count: 3", "POINT (-0.0447 16.2717)", "event_date: Date", "fatalities: Integer", "longitude: Real", "actor1_text: String", "(String) = =1+1"):
        assert words in done.stdout, words
    points = ["ogrinfo", "-ro", "-al", "-oo", "X_POSSIBLE_NAMES=longitude", "-oo", "Y_POSSIBLE_NAMES=latitude", "-oo", "AUTODETECT_TYPE=YES", str(files / "rows.csv")]
    done = subprocess.run(points, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "POINT (-0.0447 16.2717)" in done.stdout
    assert "event_date (Date)" in done.stdout


def test_geojson_has_no_surprises_for_maps(files: Path) -> None:
    document = json.loads((files / "rows.geojson").read_text(encoding="utf-8"))
    assert set(document) == {"type", "features"}
    assert [feature["geometry"] and feature["geometry"]["type"] for feature in document["features"]] == ["Point", "Point", None]
