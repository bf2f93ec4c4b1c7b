"""What every test stands on: a data folder of its own, so that what a user has imported changes nothing; the command."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from types import SimpleNamespace

import pytest

# Before any test module is imported: the place index looks for imports when it is first asked for.
os.environ["EVENTX_DATA"] = tempfile.mkdtemp(prefix="eventx-tests-")


@pytest.fixture
def command(capsysbinary, monkeypatch):
    """Run the command in this process: ``code``, ``out`` (bytes) and ``err`` (text)."""
    from eventx.cli import main

    def call(*argv: object, stdin: bytes = b"") -> SimpleNamespace:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as left:
            main([str(arg) for arg in argv])
        out, err = capsysbinary.readouterr()
        assert b"Traceback" not in err
        return SimpleNamespace(code=left.value.code, out=out, err=err.decode())

    return call
