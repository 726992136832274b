"""Wording: chosen evidence comes in, an `Answer` out of printed sentences goes out."""
