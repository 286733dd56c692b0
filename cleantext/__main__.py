"""``cleantext``, and ``python -m cleantext``."""

import gc
import os
import sys


def main() -> None:
    """Run the command. Ctrl-C while it loads ends it as the system does, without a traceback."""
    import signal

    gc.set_threshold(500_000, 1, 1)  # modules and models are no garbage; looking for it there takes long

    heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # not where it is ignored
    if heard:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from cleantext.cli.app import main as command

    if heard:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        command()
    finally:
        gc.freeze()  # nor does the interpreter need to look once more when it ends


def _leave_out_the_current_folder() -> None:
    """Import nothing from where the user is, where articles may lie beside a ``ctypes.py``.

    ``-m`` puts that folder first; an empty entry of ``PYTHONPATH``, as ``PYTHONPATH=$UNSET:/mine`` has, puts it before
    the standard library. An entry that names it, as ``.`` does, is meant.
    """
    if __name__ == "__main__" and not sys.flags.safe_path:
        del sys.path[0]
    entries = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    named = [entry for entry in entries if entry]
    if named and named != entries:
        os.environ["PYTHONPATH"] = os.pathsep.join(named)
        here = os.path.abspath(os.curdir)
        if here not in map(os.path.abspath, named):
            sys.path[:] = [entry for entry in sys.path if entry != here]
    own = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if own not in sys.path:
        sys.path.append(own)  # last, for the processes that we start


_leave_out_the_current_folder()

if __name__ == "__main__":
    main()
