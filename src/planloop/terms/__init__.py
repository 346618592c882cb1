"""Value types that every package may use: no Django, no input, no clock."""
