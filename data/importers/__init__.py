"""Foreign files as events: each format says what its row really knows, and nothing is lost on the way."""
