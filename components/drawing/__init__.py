"""Pictures without a browser: what to draw (prepare) and how (svg). Knows data only."""
