"""Customers to payments."""
