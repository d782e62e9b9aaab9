"""What a nervous system learns, and what a record supports.

Pure functions over NumPy arrays: no files, no clock, no hidden randomness. Every filter has the same shape,
``(state, event) -> (state, reading)``, is listed in :mod:`homing.engine.registry`, and passes every check of
:mod:`homing.engine.checks`.
"""
