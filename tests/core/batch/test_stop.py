import signal

import pytest

from kseg_core.batch.stop import Stop


def test_the_first_ctrl_c_asks_and_the_second_stops(capfd: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    with Stop() as stop:
        assert not stop.is_asked
        signal.raise_signal(signal.SIGINT)
        assert stop.is_asked
        assert "once more" in capfd.readouterr().err
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) == before
