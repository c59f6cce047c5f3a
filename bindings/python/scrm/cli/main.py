"""Entry point: parse, run, and turn every failure into one line and an exit status."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import time
from collections.abc import Sequence
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

EXIT_DONE = 0
EXIT_ERROR = 1
EXIT_QUARANTINED = 3
EXIT_INTERRUPTED = 130

# The promise is five seconds from Ctrl-C to the end; work that does not listen is left behind after four.
_PATIENCE_SECONDS = 4.0


def _one_line(text: str) -> str:
    return " ".join(text.split()) or "failed"


def _say(line: str) -> None:
    try:
        # A progress bar may stand half-drawn on a terminal's line.
        clear = "\r\x1b[K" if sys.stderr.isatty() else ""
        print(clear + line, file=sys.stderr, flush=True)
    except OSError:
        pass


def _leave_stuck_work() -> None:
    """End the process: whatever its storage was doing is undone as after a kill."""
    _say("scrm: interrupted")
    os._exit(EXIT_INTERRUPTED)


def _leave_after_patience() -> None:
    time.sleep(_PATIENCE_SECONDS)
    _leave_stuck_work()


def _on_interrupt(signum: int, frame: FrameType | None) -> None:
    # Imports nothing, so not threading either: the signal may come within an import, whose lock another
    # import beside it would spoil (KeyError, CPython issue 106176).
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # In a finalizer the interpreter would tell of the exception and go on.
    sys.unraisablehook = lambda _: _leave_stuck_work()
    _thread.start_new_thread(_leave_after_patience, ())
    raise KeyboardInterrupt


def _listen_for_interrupts() -> None:
    # A shell that starts a command in the background makes it deaf to Ctrl-C on purpose.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _on_interrupt)


def _fill_closed_streams() -> None:
    """Keep a database from being opened under the number of a standard stream, where a result would go into it."""
    for number, mode in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)
    # A result for a closed stdout fails like one for a full disk, because it cannot be written there.
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", closefd=False)


def _write_utf8() -> None:
    """Results are UTF-8 in every locale; bytes of an argument that is none come out as they came in."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="surrogateescape")


def leave_closed_pipe() -> None:
    """Keep the interpreter from complaining once more, at its end, about what cannot be written."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        pass


def _run(argv: list[str], release: set[int]) -> int:
    # An interrupted import leaves half a module; Ctrl-C waits these few hundredths of a second.
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    after = former - release
    try:
        from scrm.cli.parser import parse_arguments

        arguments = parse_arguments(argv)
        import_module("scrm._scrm")
    except SystemExit as leaving:
        # Help or a wrong use has been told: nothing is left to interrupt.
        after = former
        return leaving.code if isinstance(leaving.code, int) else EXIT_DONE
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, after)
    from scrm.cli.inputs import hold_piped_inputs

    hold_piped_inputs(arguments)
    status: int = arguments.run(arguments)
    return status


def _answer(argv: list[str], release: set[int]) -> int:
    """Run one command; `release`: signals to let through once it can answer them."""
    try:
        _fill_closed_streams()
        _write_utf8()
        status = _run(argv, release)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        _say("scrm: interrupted")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        leave_closed_pipe()
        return EXIT_DONE
    except MemoryError:
        _say("scrm: error: out of memory")
        return EXIT_ERROR
    except ImportError as failure:
        _say(f"scrm: error: the installation is broken: {_one_line(str(failure))}")
        return EXIT_ERROR
    except Exception as failure:
        from scrm import Error

        if isinstance(failure, Error):
            _say(f"scrm: error: {_one_line(str(failure.args[0] if failure.args else failure))}")
        elif isinstance(failure, OSError) and failure.strerror:
            if not failure.filename:
                leave_closed_pipe()
            name = f"{os.path.basename(failure.filename)}: " if isinstance(failure.filename, str) else ""
            _say(f"scrm: error: {name}{failure.strerror}")
        else:
            _say(f"scrm: error: internal: {type(failure).__name__}")
        return EXIT_ERROR


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status (0 done, 1 error, 2 usage, 3 quarantined rows, 130 Ctrl-C)."""
    return _answer(sys.argv[1:] if argv is None else list(argv), set())


def run_process(*, interrupts_held: bool) -> int:
    """Run the command of a process that has nothing else to do; `interrupts_held`: Ctrl-C was blocked for it."""
    try:
        _listen_for_interrupts()
        status = _answer(sys.argv[1:], {signal.SIGINT} if interrupts_held else set())
        # What comes now finds the work done; and an interpreter that is leaving answers with a traceback.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        return status
    except KeyboardInterrupt:
        # While a failure was being told, which was the one line.
        return EXIT_INTERRUPTED


def leave(status: int) -> NoReturn:
    """End the process at once: results are written, and an interpreter that takes itself apart needs a while."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass
    os._exit(status)


def launched() -> NoReturn:
    """Run the command of this process as the launcher has started it, and end it."""
    leave(run_process(interrupts_held=sys._xoptions.get("scrm_interrupts") == "held"))
