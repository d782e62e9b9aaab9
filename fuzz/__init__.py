"""Fuzzing: every reader of what comes from outside is thrown bytes at (``docs/fuzzing.md``).

One target a file in :mod:`fuzz.targets`; ``seeds`` holds small files that we wrote to begin from, ``findings`` what
once broke something. ``python -m fuzz`` runs the targets under atheris; the tests run seeds and findings without it.
"""
