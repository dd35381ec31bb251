"""Runs a management command while holding the embedded servers that it needs."""

import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def run(arguments: list[str]) -> int:
    try:
        execute_from_command_line(arguments)
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return 2
    return 0
