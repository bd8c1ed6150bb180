"""Pieces that several parts of the page use."""
