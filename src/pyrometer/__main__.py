"""python -m pyrometer: the command line."""

from pyrometer.apps.cli import main

if __name__ == "__main__":
    main()
