"""``cleantext``, and ``python -m cleantext``."""

import signal


def main() -> None:
    """Run the command. Ctrl-C while it loads ends it as the system does, without a traceback."""
    heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # not where it is ignored
    if heard:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from cleantext.cli.app import main as command

    if heard:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    command()


if __name__ == "__main__":
    main()
