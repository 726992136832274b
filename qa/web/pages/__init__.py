"""The pages beside the chat: the report to read and search, indicators, departments, conflicts, briefs.

Plain documents that the server renders whole: every view has an address, works without a script, prints,
and goes back with the browser's own button.
"""
