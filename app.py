"""The one entry: `python app.py` serves the chat; `python app.py --help` lists the commands."""

import sys

from qa.commands.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
