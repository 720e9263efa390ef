"""Ties a figure to its place, its time, and the body whose figure it is."""
