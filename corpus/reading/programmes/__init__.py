"""Programmes: the lines of 重要施政成果, its table's cells slipped, come in; named `Programme`s go out."""
