"""Reading: a report's file comes in, a `Report` with departments, rows, reviews and programmes goes out."""
