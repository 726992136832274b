"""Formats: a file as offices publish it (PDF, Word, ODT) comes in, a report's text with its pages goes out.

The text has the form that plain text extraction gives: a line of text or a row of a table a line, a row's
cells parted by tabs, the paragraphs of a cell in `<p>`, a blank line where a page or a table ends.
"""
