"""The lab: published models and our own on any tidy table, from one person to a cohort."""
