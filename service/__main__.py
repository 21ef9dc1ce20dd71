"""``python -m service`` is ``homeward``."""

from service.cli import main

if __name__ == "__main__":
    main()
