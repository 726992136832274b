"""Cutting: a `Report` comes in, the `Passage`s and sentences that are searched and cited go out."""
