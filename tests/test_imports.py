"""Imported tables of places: both formats, faulty lines, what wins, what a run tells of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from eventx.errors import DataError, Finding, UsageError
from eventx.gazetteers import find
from eventx.gazetteers.geocoder import EventxGeocoder
from eventx.gazetteers.imports import codab, folder
from eventx.gazetteers.layered import LayeredIndex
from eventx.gazetteers.places import VARIANT, PlaceIndex, rank

# A few lines as GeoNames writes them; the villages are invented, their neighbours are not.
DUMP = """\
900001\tTall Mithqāl\tTall Mithqal\tTell Mithkal,تل مثقال,TMQ\t35.55\t36.9\tP\tPPL\tSY\t\t12\t1205\t\t\t1200\t\t390\tAsia/Damascus\t2024-01-01
900002\tSarāqib\tSaraqib\tسراقب,Saraqibe la Grande\t35.8637\t36.8058\tP\tPPLA3\tSY\t\t12\t1205\t\t\t32495\t\t390\tAsia/Damascus\t2024-01-01
900003\tIdlib Governorate\tIdlib Governorate\t\t35.83\t36.66\tA\tADM1\tSY\t\t12\t\t\t\t0\t\t0\tAsia/Damascus\t2024-01-01
900004\tMarche\tMarche\t\t35.6\t36.6\tP\tPPL\tSY\t\t12\t\t\t\t0\t\t0\tAsia/Damascus\t2024-01-01
900012\tMithqalat\tMithqalat\t\t35.7\t36.7\tP\tPPL\tSY\t\t12\t\t\t\t0\t\t0\tAsia/Damascus\t2024-01-01
900005\tWadi Mithqal\tWadi Mithqal\t\t35.6\t36.6\tH\tWAD\tSY\t\t12\t\t\t\t0\t\t0\tAsia/Damascus\t2024-01-01
"""
FAULTY = """\
900006\tTall North\tTall North\t\t95.1\t36.66\tP\tPPL\tSY\t\t12\t\t\t\t0\t\t0\tAsia/Damascus\t2024-01-01
900007\tTall Far\tTall Far\t\t36.6\t10.1\tP\tPPL\tSY\t\t12\t\t\t\t0\t\t0\tAsia/Damascus\t2024-01-01
900008\ttoo short
x\tTall Bad\tTall Bad\t\t35.6\t36.6\tP\tPPL\tSY\t\t12\t\t\t\t0\t\t0\tAsia/Damascus\t2024-01-01
900009\tTall Nowhere\tTall Nowhere\t\t35.6\t36.6\tP\tPPL\tQQ\t\t12\t\t\t\t0\t\t0\tAsia/Damascus\t2024-01-01
900010\tTall Many\tTall Many\t\t35.6\t36.6\tP\tPPL\tSY\t\t12\t\t\t\tmany\t\t0\tAsia/Damascus\t2024-01-01
"""
TABLE = """\
ADM0_EN,ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE,ADM3_EN,ADM3_AR,ADM3_PCODE,lat,lon
Syria,Idleb,SY07,Ariha,SY0704,Mithqal Centre,مركز مثقال,SY079999,35.60,36.70
Syria,Idleb,SY07,Ariha,SY0704,Lacking,,SY079998,,36.70
Syria,Idleb,SY07,Ariha,SY0704,Coded,,79997,35.60,36.70
"""
ARTICLE = {
    "id": "a", "publisher": "Wire", "published": "2020-02-28", "language": "fr", "title": "Syrie",
    "text": "Au moins quatre civils ont été tués jeudi en Syrie dans un bombardement de l'armée syrienne sur Tall Mithqal.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EVENTX_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    file = tmp_path / "SY.txt"
    file.write_text(DUMP, encoding="utf-8")
    return file


def taken(file: Path, **options: str) -> tuple[folder.Import, list[Finding]]:
    faults: list[Finding] = []
    made = folder.take(file, report=faults.append, **options)
    folder.refresh()
    return made, faults


def index() -> LayeredIndex:
    return LayeredIndex(folder.root() / "index")


def eventx(*argv: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "eventx", *argv], input=text, capture_output=True, text=True, encoding="utf-8", env=dict(os.environ), check=False)


def files() -> Iterator[tuple[str, bytes]]:
    return ((str(one.relative_to(folder.root())), one.read_bytes()) for one in sorted(folder.root().rglob("*")) if one.is_file())


def test_a_dump_gives_places_under_their_names(dump: Path) -> None:
    made, faults = taken(dump)
    assert (made.form, made.places, made.left, faults) == ("GeoNames dump", 5, 1, [])
    for name in ("Tall Mithqal", "Tell Mithkal", "Tal Methqal", "تل مثقال"):
        best = find.find({"name": name, "kind": "place", "country": "SYR"}, places=index())["candidates"][0]
        assert (best["name"], best["admin1"], best["latitude"], best["longitude"]) == ("Tall Mithqal", "Idlib", 35.55, 36.9), name
        assert "imported: SY" in best["reasons"]
    assert EventxGeocoder(index=index()).geocode("Tall Mithqal, Syria").raw["source"] == "SY"
    assert "Tall Mithqal" in {one.raw["name"] for one in EventxGeocoder(index=index()).reverse((35.55, 36.9), exactly_one=False)}


def test_imported_names_stand_behind_listed_ones(dump: Path) -> None:
    taken(dump)
    both = index()
    assert both.find("Mithqalat") == ()  # no preposition has said that a place follows
    assert both.find("Tall Mithqal")  # a listed name goes on
    refs = both.find("Mithqalat", variants=True)
    assert refs
    assert {rank(ref) for ref in refs} == {VARIANT}
    assert not any(both.is_capital(ref) for ref in refs)


def test_our_own_entry_wins_at_the_same_place(dump: Path) -> None:
    taken(dump)
    ours = PlaceIndex().find("Saraqeb")
    assert index().find("Saraqeb") == ours
    (ref,) = index().find("Saraqibe la Grande", variants=True) or index().find("Saraqibe la Grande")
    known, place = index().record(ours[0]), index().record(ref)
    assert (place.name, place.lat, place.lon, place.admin1) == (known.name, known.lat, known.lon, known.admin1)


def test_ordinary_words_and_codes_are_no_places(dump: Path) -> None:
    taken(dump)
    for word in ("Marche", "TMQ", "Wadi Mithqal"):
        assert not any(index().record(ref).source for ref in index().find(word, variants=True)), word


def test_one_faulty_line_costs_no_other(dump: Path) -> None:
    dump.write_text(DUMP + FAULTY, encoding="utf-8")
    made, faults = taken(dump)
    assert (made.places, made.faulty) == (5, 6)
    told = [(one.file, one.line, one.column, one.value, one.code) for one in faults]
    assert told == [
        ("SY.txt", 7, "latitude", "95.1", "point"),
        ("SY.txt", 8, "latitude", "36.6, 10.1", "outside"),
        ("SY.txt", 9, "", "2", "cells"),
        ("SY.txt", 10, "geonameid", "x", "id"),
        ("SY.txt", 11, "country code", "QQ", "country"),
        ("SY.txt", 12, "population", "many", "number"),
    ]
    assert all(one.hint for one in faults[:3])


def test_a_broken_character_is_told_with_its_line(dump: Path) -> None:
    dump.write_bytes(DUMP.encode() + b"900011\tTall \xff\tTall\t\t35.6\t36.6\tP\tPPL\tSY\t\t12\t\t\t\t0\t\t0\tAsia/Damascus\t2024-01-01\n")
    assert [(one.line, one.code) for one in taken(dump)[1]] == [(7, "encoding")]


def test_a_table_with_pcodes(tmp_path: Path) -> None:
    file = tmp_path / "syr_adm3.csv"
    file.write_text(TABLE, encoding="utf-8")
    made, faults = taken(file)
    assert (made.form, made.places) == ("COD-AB table", 1)
    assert [(one.line, one.column, one.value, one.code) for one in faults] == [(3, "lat", "", "point"), (4, "ADM3_PCODE", "79997", "pcode")]
    for name in ("Mithqal Centre", "مركز مثقال"):
        (place,) = (index().record(ref) for ref in index().find(name, variants=True))
        assert (place.kind, place.pcode, place.country, place.admin1, place.admin2) == ("subdistrict", "SY079999", "SYR", "Idlib", "Ariha")


@pytest.mark.parametrize(
    ("header", "level", "names"),
    [
        ("ADM1_EN,ADM1_PCODE,lat,lon", 1, ["ADM1_EN"]),
        ("admin2Name_fr;admin2Pcode;Latitude;Longitude", 2, ["admin2Name_fr"]),
        ("adm2_name,adm2_name1,adm2_pcode,center_lat,center_lon", 2, ["adm2_name", "adm2_name1"]),
        ("ADM3_AR,ADM3_REF,ADM3_EN,ADM3_ID,ADM3_PCODE,POINT_Y,POINT_X", 3, ["ADM3_EN", "ADM3_AR", "ADM3_REF"]),
        ("featureName_en,featurePcode,y,x", 9, ["featureName_en"]),
        ("name,pcode,latitude,longitude", 9, ["name"]),
    ],
)
def test_columns_are_told_by_what_their_names_say(header: str, level: int, names: list[str]) -> None:
    cells = header.replace(";", ",").split(",")
    found = codab.columns(cells)
    assert found is not None
    assert [cells[at] for at in found.names[level]] == names
    assert "code" in cells[found.pcodes[level]].lower()
    assert found.lat >= 0 <= found.lon


@pytest.mark.parametrize("header", ["name,latitude,longitude", "date,place,deaths", "ADM1_EN,ADM1_PCOD3", ""])
def test_other_tables_are_refused(header: str, tmp_path: Path) -> None:
    assert codab.columns(header.split(",")) is None
    file = tmp_path / "other.csv"
    file.write_text(header + "\n1,2,3\n", encoding="utf-8")
    with pytest.raises(UsageError, match="neither"):
        taken(file)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"ADM1_EN,ADM1_PCODE,lat,lon\n" + b"x" * 200_000 + b",SY01,35,36\nMithqalat,SY02,35.1,36.1\n", [(2, "cells")]),
        (b"ADM1_EN,ADM1_PCODE,lat,lon\n\0\0,SY01,35,36\nMithqalat,SY02,35.1,36.1\n", [(2, "empty")]),
        (b"\xef\xbb\xbfADM1_EN;ADM1_PCODE;lat;lon\n#adm1+name;#adm1+code;#geo+lat;#geo+lon\n\nMithqalat;SY02;35,1;36,1\n", []),
        (b'ADM1_EN,ADM1_PCODE,lat,lon\n"Mith\nqalat",SY02,35.1,36.1\nNone,SY03,here,36\n', [(4, "point")]),
    ],
)
def test_odd_tables_are_read_as_far_as_they_go(content: bytes, told: list[tuple[int, str]], tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes(content)
    made, faults = taken(file)
    assert made.places == 1
    assert [(one.line, one.code) for one in faults] == told


@pytest.mark.parametrize(("name", "content"), [("a.txt", b""), ("a.txt", bytes(range(256)) * 20), ("a.csv", "ADM1_EN,ADM1_PCODE,lat,lon\n".encode("utf-16")), ("a.zip", b"PK"), ("a.xlsx", b"PK")])
def test_what_is_no_table_is_refused_in_one_line(name: str, content: bytes, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises((UsageError, DataError)):
        taken(file)
    assert folder.imports() == []


def test_a_table_without_points_says_so(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("ADM1_EN,ADM1_PCODE\nIdleb,SY07\n", encoding="utf-8")
    with pytest.raises(DataError, match="latitude"):
        taken(file)


def test_a_workbook_and_an_archive_are_read_alike(tmp_path: Path, dump: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "read me"
    sheet = book.create_sheet("ADM3")
    for line in TABLE.splitlines()[:2]:
        sheet.append(line.split(","))
    book.save(tmp_path / "syr.xlsx")
    assert taken(tmp_path / "syr.xlsx")[0].places == 1
    with zipfile.ZipFile(tmp_path / "SY.zip", "w") as packed:
        packed.writestr("readme.txt", "x" * 9999)
        packed.write(dump, "SY.txt")
    assert taken(tmp_path / "SY.zip")[0].places == 5


def test_once_or_twice_in_any_order_is_the_same(tmp_path: Path, dump: Path) -> None:
    table = tmp_path / "adm3.csv"
    table.write_text(TABLE, encoding="utf-8")
    taken(dump)
    taken(table)
    first = dict(files())
    taken(table)
    taken(dump)
    taken(dump)
    assert dict(files()) == first
    assert [one.name for one in folder.imports()] == ["SY", "adm3"]
    folder.remove("SY")
    folder.remove("adm3")
    folder.refresh()
    assert dict(files()) == {}
    with pytest.raises(UsageError, match="SY"):
        folder.remove("SY")


def test_the_commands_from_import_to_row_and_back(dump: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "articles.jsonl"
    corpus.write_text(json.dumps(ARTICLE), encoding="utf-8")
    assert eventx("build", str(corpus), "-o", str(tmp_path / "set")).returncode == 0
    assert "Tall Mithqal" not in (tmp_path / "set" / "events.csv").read_text(encoding="utf-8")
    doubts = [json.loads(line) for line in (tmp_path / "set" / "problems.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["text"] for one in doubts if one["code"] == "place.unknown"] == ["Tall Mithqal"]
    dump.write_text(DUMP + FAULTY, encoding="utf-8")
    done = eventx("gazetteer", "import", str(dump))
    assert done.returncode == 1
    assert "SY.txt:7:latitude: beyond 90 degrees: '95.1'" in done.stderr
    assert "Traceback" not in done.stderr
    extracted = eventx("extract", str(corpus), "--format", "jsonl", "--evidence", str(tmp_path / "evidence.jsonl"))
    assert "imported places of SY" in extracted.stderr
    after = json.loads(extracted.stdout)
    assert (after["location"], after["geo_precision"], after["latitude"]) == ("Tall Mithqal", 1, 35.55)
    proofs = [json.loads(line) for line in (tmp_path / "evidence.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {one["rule"] for one in proofs if one["column"] == "location"} == {"place.imported"}
    again = eventx("build", str(corpus), "-o", str(tmp_path / "set"))  # the same command: what rests on the tables is redone
    assert "1 read now" in again.stderr
    run = json.loads((tmp_path / "set" / "run.json").read_text(encoding="utf-8"))
    assert [(one["name"], one["places"], one["faulty"]) for one in run["gazetteers"]] == [("SY", 5, 6)]
    package = json.loads((tmp_path / "set" / "datapackage.json").read_text(encoding="utf-8"))
    assert "SY.txt: imported places (GeoNames dump)" in {one["title"] for one in package["sources"]}
    assert "SY  5 places" in eventx("gazetteer", "import", "--list").stdout
    assert eventx("gazetteer", "import", "--remove", "SY").returncode == 0
    assert folder.imports() == []


@pytest.mark.parametrize("argv", [["import"], ["import", "missing.txt"], ["import", "--remove", "nothing"], ["import", "a", "b", "--name", "c"]])
def test_wrong_calls_are_told_in_one_line(argv: list[str]) -> None:
    done = eventx("gazetteer", *argv)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_import_of_another_version_is_no_riddle(dump: Path) -> None:
    taken(dump)
    (folder.root() / "index" / "stamp").write_text("0-old\n", encoding="utf-8")
    with pytest.raises(DataError, match="refresh"):
        index()
    assert not folder.is_fresh()
