"""The laboratory: training and measuring; it reads the product, and nothing of the product imports it."""
