"""Results in, Plotly figures out."""
