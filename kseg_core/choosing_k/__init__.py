"""The parts of `kseg_core.elbow`: what speaks for a K."""
