"""`chat`: a conversation on the terminal, until an empty line or the end of the input."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from qa.commands.ask import render_answer
from qa.errors import AssistantError
from qa.library.choosing import report_option

PROMPT = "您："
LEAVING = ("離開", "結束", "exit", "quit")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--department", metavar="局處", help="優先在這個局處的章節裡找")
    parser.add_argument("--report", metavar="報告", help="從哪一份報告談起：名稱，或「縣市 年度」")


def run(arguments: argparse.Namespace, load: Any) -> int:
    """Talk until the user leaves; what cannot be asked is said in one sentence, and the talk goes on."""
    assistant = load()
    conversation = assistant.conversation(arguments.department, **report_option(assistant, arguments.report))
    asking = sys.stdin.isatty()
    if asking:
        print("可以問這份報告的內容，也可以接著追問；打「離開」或按 Ctrl-D 結束。")
    while True:
        try:
            typed = input(PROMPT if asking else "")
        except (EOFError, KeyboardInterrupt):
            return 0
        if typed.strip().lower() in LEAVING:
            return 0
        if not typed.strip():
            continue
        try:
            print(render_answer(conversation.ask(typed)))
        except AssistantError as error:
            print(error)
        print()
