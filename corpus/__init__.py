"""The report's text and everything that reads it: text -> report -> passages."""
