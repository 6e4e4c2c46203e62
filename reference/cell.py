"""The contender's side of the cell protocol (docs/cell-protocol.md).

A contender is a function of a cell. `run(contender)` reads the cell from standard input, calls the
contender, and converts exceptions to the protocol's messages.

This module imports only the standard library, so that a Python without the requirements can report
`skipped`.
"""

import contextlib
import json
import sys
import traceback

PROTOCOL = 1

SET_UP = (
    "install the requirements with `python3 -m venv reference/.venv` and "
    "`reference/.venv/bin/pip install -r reference/requirements.txt`"
)


class Skip(Exception):
    """The contender cannot run here; the message gives the reason and the remedy."""


class Diverged(Exception):
    """The loss became NaN or infinite."""

    def __init__(self, epoch, step):
        super().__init__(f"the loss is not finite at step {step} of epoch {epoch}")
        self.epoch, self.step = epoch, step


def send(event, **values):
    """Writes one message to standard output."""
    print(json.dumps({"event": event, **values}), flush=True)


@contextlib.contextmanager
def requirements():
    """Wraps imports of third-party packages; if one is missing, the contender is skipped."""
    try:
        yield
    except ImportError as error:
        sys.stdin.read()  # The harness is still writing the cell.
        send("skipped", reason=f"{error} in {sys.executable}; {SET_UP}")
        sys.exit()


def run(contender):
    """Reads the cell and runs `contender`."""
    cell = json.load(sys.stdin)
    try:
        if cell["protocol"] != PROTOCOL:
            version = cell["protocol"]
            raise ValueError(f"the cell has protocol version {version}, this program {PROTOCOL}")
        contender(cell)
    except Skip as reason:
        send("skipped", reason=str(reason))
    except Diverged as end:
        send("diverged", epoch=end.epoch, step=end.step)
    except Exception as error:
        traceback.print_exc()
        send("failed", error=f"{type(error).__name__}: {error}")
