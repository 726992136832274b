"""The small report of the assistant's tests, for indexes."""

from tests.qa.conftest import small_folder, small_source

__all__ = ["small_folder", "small_source"]
