"""Moments as a table, for spreadsheets (``docs/spec/diary-v1.md``, "Moments as CSV")."""

from homing.record.csv_reading import read_csv
from homing.record.csv_writing import write_csv

__all__ = ["read_csv", "write_csv"]
