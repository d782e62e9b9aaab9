"""Speed, measured beside a peer in the same run. Not tests: nothing here can fail because a machine is slow."""
