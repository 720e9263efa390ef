"""Finds every numeral of a sentence, tells what it is, and which words say what it counts."""
