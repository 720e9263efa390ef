"""Places side by side: which figure stands for each, what can be compared, and the forms in which it is shown."""
