"""``python -m cadrestats`` is the command ``cadrestats``."""

from cadrestats.cli import main

if __name__ == "__main__":
    main()
