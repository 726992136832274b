"""Several reports side by side: chosen by what a message names, each answered by its own assistant.

folder      the reports' folder on disk: list, add, remove
naming      which years and cities a message names, and the message without them
matching    the same indicator in two reports
comparing   indicators and answers of several reports side by side
library     all of them together, in the form of one assistant
"""
