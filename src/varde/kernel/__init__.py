"""Plain Python that everything may use: actors, time, periods, money, identity. Standard library only."""
