"""Meanings of questions over many rows, drawn at random for people to put into their own words.

What they write trains the tracker: `python -m qa.lab.train_tracker`.
"""
