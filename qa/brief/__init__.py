"""Briefs: a department or a topic comes in, the material for an interpellation goes out."""
