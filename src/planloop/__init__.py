"""Planloop: plan, run and improve sales and marketing in one closed loop."""

__version__ = "0.1.0"
