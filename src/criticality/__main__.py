"""``python -m criticality``."""

from criticality.cli import main

if __name__ == "__main__":
    main()
