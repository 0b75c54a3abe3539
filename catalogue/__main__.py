"""`python -m catalogue` runs the command."""

from catalogue.cli import main

if __name__ == "__main__":
    main()
