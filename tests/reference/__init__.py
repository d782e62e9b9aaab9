"""Every file of a folder of reference numbers, for development: outputs of the papers' public code.

The folder is named by the environment variable ``HOMING_REFERENCE``, or lies at ``../shared/reference`` beside the
project. Without it these tests are left out; the numbers that matter most are in the ordinary tests.
"""
