"""`python -m planloop.web` is the planloop command."""

from planloop.web.cli import main

main()
