"""A subject comes in, all its places in the report come out: surveys and overviews."""
