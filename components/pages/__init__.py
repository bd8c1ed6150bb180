"""Pages assemble the parts."""
