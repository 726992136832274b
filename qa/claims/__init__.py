"""Claims: a question that wants something confirmed and its evidence come in, yes or no goes out."""
