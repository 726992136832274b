"""Understanding: what a person typed comes in, an `Understood` question goes out."""
