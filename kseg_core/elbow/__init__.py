"""Which K: the sweep, its judges and verdict, random starts."""
