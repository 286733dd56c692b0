"""``cleantext``, and ``python -m cleantext``."""

import signal


def main() -> None:
    """Run the command. Ctrl-C while it loads ends it as the system does, without a traceback."""
    heard = signal.getsignal(signal.SIGINT)
    if heard is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from cleantext.cli.app import main as command

    signal.signal(signal.SIGINT, heard)
    command()


if __name__ == "__main__":
    main()
