"""What an event is: tables, time and place semantics, filters. Knows no Dash, no Plotly, no HTTP."""
