#!/usr/bin/env python3
"""The portal's command line. Every command works by itself: it holds the embedded servers while it runs."""

import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        from portal.command_line import run
    except ModuleNotFoundError as error:
        print(f"{error}. Run `make setup` first, then .venv/bin/python manage.py …", file=sys.stderr)
        return 2
    return run(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
