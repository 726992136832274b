"""The check: an `Answer` comes in, the same answer without what its citations do not bear out goes out."""
