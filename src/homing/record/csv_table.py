"""Moments as a table, for spreadsheets (``docs/spec/diary-v1.md``, "Moments as CSV")."""

from homing.record.csv_reading import Known, read_csv
from homing.record.csv_writing import write_csv

__all__ = ["Known", "read_csv", "write_csv"]
