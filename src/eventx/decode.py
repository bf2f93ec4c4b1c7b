"""Bytes to text: UTF-8, else what the file declares, else Windows-1252, and never without saying so."""

from __future__ import annotations

import codecs
import re

_MAGIC = {
    b"%PDF": "a PDF", b"PK\x03\x04": "a ZIP archive (or an office document)", b"\x89PNG": "a PNG image",
    b"GIF8": "a GIF image", b"\xff\xd8\xff": "a JPEG image", b"\x1f\x8b": "gzip", b"\xd0\xcf\x11\xe0": "an old office document",
    b"PAR1": "Parquet", b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7z archive", b"{\\rtf": "rich text", b"SQLite format": "a SQLite database",
}  # fmt: skip
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"""(?i)(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""")


def binary(data: bytes) -> str:
    """What kind of binary data this is, or ``""`` where it may be text."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ""
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind
    return "binary data" if b"\x00" in data[:65536] else ""


def text(data: bytes, *, markup: bool = False) -> tuple[str, str]:
    """The text, and in words what is doubtful about it (``""``: nothing).

    A byte order mark decides and is cut. ``markup`` says that a page may declare its encoding; such a page is read as
    it says, without doubt, when it is not UTF-8. The last resort reads every byte, undefined ones as U+FFFD.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            decoded = data.decode(name, "replace")
            return decoded, f"broken {name.upper()}" if "\ufffd" in decoded else ""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        at = error.start
    if markup and (found := _DECLARED.search(data[:4096])):
        try:
            name = codecs.lookup(found[1].decode("ascii", "replace")).name
            if name != "utf-8":
                return data.decode(name), ""
        except (LookupError, UnicodeDecodeError, ValueError):
            pass  # an unknown or a wrong declaration is none
    return data.decode("cp1252", "replace"), f"not UTF-8 (byte {at + 1}); read as Windows-1252"
