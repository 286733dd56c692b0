"""``python -m cleantext``."""

from cleantext.cli.app import main

if __name__ == "__main__":
    main()
