"""Turns Chinese news reports on work with retired cadres into tables of statistics."""
