"""What the dashboard costs, measured; nothing here is asserted."""
