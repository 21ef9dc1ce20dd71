"""``python -m service`` is ``homeward``."""

import sys


def main() -> None:
    """Load the command line and run it; Ctrl-C while it loads ends as quietly as later."""
    try:
        from service.cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
