"""What every test stands on: a data folder of its own, so that what a user has imported changes nothing."""

from __future__ import annotations

import os
import tempfile

# Before any test module is imported: the place index looks for imports when it is first asked for.
os.environ["EVENTX_DATA"] = tempfile.mkdtemp(prefix="eventx-tests-")
