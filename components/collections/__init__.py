"""The parts of the page of an imported collection."""
