"""The cell protocol from a contender's side; docs/cell-protocol.md describes it.

A contender is a function of a cell. `run(contender)` reads the cell from standard input, calls the
contender with it, and turns whatever goes wrong into the message that the protocol has for it.

Only the standard library is imported here, so that a Python without the rest can still answer.
"""

import contextlib
import json
import sys
import traceback

PROTOCOL = 1

SET_UP = (
    "`python3 -m venv reference/.venv` and `reference/.venv/bin/pip install -r "
    "reference/requirements.txt` make a Python that has all of it: reference/.venv/bin/python"
)


class Skip(Exception):
    """The contender cannot run here; the text says why, and what would help."""


class Diverged(Exception):
    """The loss left the finite numbers."""

    def __init__(self, epoch, step):
        super().__init__(f"the loss is not finite at step {step} of epoch {epoch}")
        self.epoch, self.step = epoch, step


def say(event, **values):
    """One line of the answer."""
    print(json.dumps({"event": event, **values}), flush=True)


@contextlib.contextmanager
def requirements():
    """Goes around the imports that a Python may lack: then the contender is skipped."""
    try:
        yield
    except ImportError as error:
        sys.stdin.read()  # The harness is still handing over the cell.
        say("skipped", reason=f"{error} in {sys.executable}; {SET_UP}")
        sys.exit()


def run(contender):
    """Reads a cell, and has `contender` answer it."""
    cell = json.load(sys.stdin)
    try:
        if cell["protocol"] != PROTOCOL:
            spoken = cell["protocol"]
            raise ValueError(f"the cell speaks protocol {spoken}, this program {PROTOCOL}")
        contender(cell)
    except Skip as reason:
        say("skipped", reason=str(reason))
    except Diverged as end:
        say("diverged", epoch=end.epoch, step=end.step)
    except Exception as error:
        traceback.print_exc()
        say("failed", error=f"{type(error).__name__}: {error}")
