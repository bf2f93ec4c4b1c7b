"""The Spark recipe of the documents gives the rows of ``eventx extract``.

Not part of the extra ``dev``: pyspark is half a gigabyte, and a start of the JVM takes longer than all of this folder's
other modules; ``pip install pyspark`` and a Java are enough to run it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eventx import schema
from test_build import corpus, strike

RECIPE = Path(__file__).parents[1] / "docs" / "spark.md"
FIELDS = ("id", "text", "title", "publisher", "published", "language", "url")


def recipe() -> str:
    (code,) = re.findall(r"^```python\n(.*?)^```", RECIPE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return code


def test_the_recipe_is_python_over_names_that_exist() -> None:
    """Also where there is no Spark."""
    from eventx.arrow import extract_batch

    compile(recipe(), "spark.md", "exec")
    assert "extract_batch" in recipe()
    batch = pa.RecordBatch.from_pylist([{"id": "a", "text": "Rien."}])
    assert extract_batch(batch).schema == schema.arrow_schema()


@pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not installed (pip install pyspark)")
@pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java")
def test_the_rows_are_those_of_extract(tmp_path: Path) -> None:
    articles = [{name: str(one.get(name) or "") for name in FIELDS} for one in [*corpus(20), strike("one"), strike("two", publisher="Le Soir")]]
    pq.write_table(pa.Table.from_pylist(articles), tmp_path / "articles.parquet")
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(one) + "\n" for one in articles), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", recipe()], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 0, done.stderr[-2000:]
    argv = [sys.executable, "-m", "eventx", "extract", "in.jsonl", "-o", "rows.parquet", "-q"]
    subprocess.run(argv, cwd=tmp_path, check=True)
    ours = pq.read_table(tmp_path / "rows.parquet")
    theirs = pq.read_table(tmp_path / "events.parquet")
    assert theirs.column_names == list(schema.COLUMNS)
    assert ours.num_rows > 10
    order = [("event_id_cnty", "ascending")]
    assert theirs.cast(ours.schema).sort_by(order).to_pylist() == ours.sort_by(order).to_pylist()
