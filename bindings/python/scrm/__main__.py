"""``python -m scrm``: the command line. The command ``scrm`` itself holds Ctrl-C back from its first instant."""

import _signal  # type: ignore[import-not-found]


def _run() -> None:
    # Before the rest is imported, of which the module signal is a part.
    held = _signal.SIGINT not in _signal.pthread_sigmask(_signal.SIG_BLOCK, (_signal.SIGINT,))

    from scrm.cli.main import leave, run_process

    leave(run_process(interrupts_held=held))


if __name__ == "__main__":
    _run()
