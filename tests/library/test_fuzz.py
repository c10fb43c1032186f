"""A short run of `python -m tests.library.fuzz`, always with the same numbers, and those that once were wrong."""

import pytest

import softlogit as sl
from tests.library import fuzz

# Rows of zeros that a QR decomposition made rounding of; information that rounding made singular; steps that rounding kept long;
# a light row on the wrong side where the climb stopped, and short rows: not far enough out for what is barred to be out of sight;
# a row shorter still; a limit so flat that each step was noise, but damped.
ONCE_WRONG = [2, 128, 1162, 3000110, 3002339, 4003265, 31912, 32737]


@pytest.mark.parametrize("seeds", [range(40), ONCE_WRONG], ids=["the first", "once wrong"])
def test_random_fits_agree_with_another_way(seeds):
    said = []
    counted = fuzz.run(seeds, said.append)
    assert said == []
    assert counted["the same"] > 0.9 * len(seeds)


def test_a_difference_is_noticed(monkeypatch):
    ours, case = fuzz.ours(fuzz.draw(0)), fuzz.draw(0)
    for spoiled in (
        ours[0]._replace(loglik=ours[0].loglik - 1e-6),
        ours[0]._replace(directions=ours[0].directions + 1),
        ours[0]._replace(probabilities=ours[0].probabilities + 1e-4),
    ):
        assert fuzz.difference(spoiled, fuzz.other_way(case), case)
    monkeypatch.setattr(sl, "fit", lambda *_, **__: 1 / 0)
    assert fuzz.verdict(0).startswith("foreign exception")
