"""One target a file, each with ``check(data)``: it returns, or raises what must never happen."""
