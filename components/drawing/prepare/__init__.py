"""What to draw: pure functions from a selection to marks, bars and areas."""
