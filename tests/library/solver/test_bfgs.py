"""BFGS on functions whose maximum is known, and against the matrix that it does without."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softlogit.solver.bfgs import correction, maximise, product
from softlogit.solver.newton import Answer

CURVED = np.array([[4.0, 1.0, 0.0], [1.0, 2.0, 0.5], [0.0, 0.5, 1.0]])
TOP = np.array([3.0, -1.0, 2.0])


def parabola(x):
    return Answer(-0.5 * float((x - TOP) @ CURVED @ (x - TOP)), -CURVED @ (x - TOP))


def log_cosh(x):
    return Answer(-float(np.log(np.cosh(x)).sum()), -np.tanh(x))


def identity(score):
    return score


def looked_at(optimum):
    """The point after the last step, which the method reports without going there."""
    return optimum.point + optimum.step


def test_a_right_first_guess_is_newton_s_method():
    optimum = maximise(parabola, np.zeros(3), lambda score: np.linalg.solve(CURVED, score), last_step=1e-20)
    assert len(optimum.trace) == 3  # the start, the step to the top, and one that finds nothing left
    np.testing.assert_allclose(optimum.point, TOP, rtol=1e-14)


def test_the_last_step_is_not_looked_at_and_gains_half_its_decrement():
    optimum = maximise(parabola, np.zeros(3), lambda score: np.linalg.solve(CURVED, score), last_step=1e3)
    assert optimum.point.tolist() == [0, 0, 0]
    np.testing.assert_allclose(optimum.step, TOP, rtol=1e-14)
    _, last = optimum.trace
    assert last.value == pytest.approx(0, abs=1e-13)  # that of the top, where the parabola is exactly quadratic
    assert last.decrement == pytest.approx(TOP @ CURVED @ TOP)
    assert last.length == 1


def test_any_first_guess_climbs_to_the_top():
    for inverse in (identity, lambda score: 10 * score, lambda score: np.array([0.01, 1.0, 100.0]) * score):
        optimum = maximise(parabola, np.zeros(3), inverse, last_step=1e-18)
        assert optimum.converged
        np.testing.assert_allclose(looked_at(optimum), TOP, rtol=1e-8)
        assert optimum.trace[-1].value == pytest.approx(0, abs=1e-15)


@given(st.lists(st.integers(-5, 5), min_size=12, max_size=12))
def test_the_direction_is_that_of_the_matrix_formula(entries):
    """The inverse that BFGS's update builds as a matrix: (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ with ρ = 1/sᵀy."""
    steps, score = np.array(entries[:9], dtype=float).reshape(3, 3), np.array(entries[9:], dtype=float)
    H, guess, corrections = np.diag([1.0, 2.0, 3.0]), np.diag([1.0, 2.0, 3.0]), np.empty((0, 3))
    for s in steps[steps.any(axis=1)]:
        y = CURVED @ s
        rho = 1 / (s @ y)
        left = np.eye(3) - rho * np.outer(s, y)
        H = left @ H @ left.T + rho * np.outer(s, s)
        corrections = np.concatenate([corrections, correction(s, y, guess @ y + product(corrections, y))])
    np.testing.assert_allclose(guess @ score + product(corrections, score), H @ score, rtol=1e-9, atol=1e-9)


def test_an_overshooting_step_is_halved():
    optimum = maximise(log_cosh, np.array([3.0, -2.0]), lambda score: 50 * score, last_step=1e-10)
    assert optimum.trace[1].length < 1
    assert optimum.converged
    np.testing.assert_allclose(looked_at(optimum), 0, atol=1e-6)  # a step of 1e-5 was left, and most of it is taken
    values = [row.value for row in optimum.trace]
    assert values == sorted(values)


def test_the_optimum_carries_what_the_oracle_says_there():
    optimum = maximise(log_cosh, np.array([0.5, 0.25]), identity, last_step=1e-12)
    assert optimum.here.value == log_cosh(optimum.point).value
    np.testing.assert_array_equal(optimum.here.score, log_cosh(optimum.point).score)
    assert optimum.trace[0].value == log_cosh(np.array([0.5, 0.25])).value
    assert optimum.trace[0].length == 0


def test_what_has_no_maximum_does_not_converge():
    def slope(x):
        return Answer(float(x[0]), np.ones(1))

    for optimum, steps in (
        (maximise(slope, np.zeros(1), identity, last_step=1e-12), 200),
        (maximise(slope, np.zeros(1), identity, last_step=1e-12, max_iter=20), 20),
    ):
        assert not optimum.converged
        assert len(optimum.trace) - 1 == steps


@pytest.mark.parametrize(("share", "steps"), [(0.5e-12, 1), (2e-12, 0)])
def test_rounding_is_a_share_of_the_value_at_the_start(share, steps):
    """The first step falls by this share of it, and is taken, if only a short one, or not."""
    values = iter([-1e6, *[-1e6 * (1 + share)] * 1000])
    optimum = maximise(lambda x: Answer(next(values), np.ones(1)), np.zeros(1), identity, last_step=1e-30, max_iter=1)
    assert len(optimum.trace) - 1 == steps


def test_a_hopeless_climb_ends():
    optimum = maximise(parabola, np.zeros(3), identity, last_step=1e-18, hopeless=lambda here, step: here.value > -1)
    assert not optimum.converged
    assert optimum.trace[-2].value < -1 < optimum.here.value


def test_what_is_no_number_does_not_converge():
    assert not maximise(lambda x: Answer(np.nan, np.ones(1)), np.zeros(1), identity, last_step=1e-12).converged
    broken = maximise(lambda x: Answer(0.0 if x[0] == 0 else np.nan, np.ones(1)), np.zeros(1), identity, last_step=1e-12)
    assert not broken.converged
    assert broken.point.tolist() == [0]
