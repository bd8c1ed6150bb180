"""Imported collections: events by the million as compact columns, counted by sums over partitions."""
