"""The command ``eventx``. Rows go to standard output, everything else to standard error.

Exit codes: 0 done, 1 data errors, 2 wrong usage, 3 some articles failed (the others' rows are written).
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

DONE, DATA, USAGE, SOME_FAILED = 0, 1, 2, 3


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave with its exit code; no traceback reaches the user unless EVENTX_DEBUG is set."""
    from eventx.cli.console import say
    from eventx.errors import EventxError, UsageError

    gc.set_threshold(100_000, 20, 50)  # start-up makes many objects that stay: looking for garbage among them costs 80 ms
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        from eventx.cli.app import app

        app(args=list(argv) if argv is not None else None, prog_name="eventx")
        sys.exit(DONE)
    except UsageError as error:
        say(str(error))
        sys.exit(USAGE)
    except EventxError as error:
        say(str(error))
        sys.exit(DATA)
    except BrokenPipeError:
        # The reader has gone (`eventx … | head`): what is still buffered must not raise at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(130)
    except OSError as error:
        say(f"{error.filename or 'file'}: {error.strerror or error}")
        sys.exit(DATA)
    except Exception as error:
        if os.environ.get("EVENTX_DEBUG"):
            raise
        say(f"internal error: {type(error).__name__}: {error} (please report it; EVENTX_DEBUG=1 shows where)")
        sys.exit(DATA)
