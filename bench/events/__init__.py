"""What an imported collection of many events costs, beside what is naive and beside what is bare."""
