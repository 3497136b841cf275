"""Uses the provider's Batch API: half the price, with answers within a day.

``waiting`` is the entry point. Batches in progress are noted in the cache (``notes``), so that any
later run can continue.
"""
