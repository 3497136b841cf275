"""Asking through the provider's Batch API: at half the price, with answers within a day.

``waiting`` is the way through; what is under way is noted in the cache (``notes``), so that any
later run goes on.
"""
