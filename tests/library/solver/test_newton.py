"""The solver: what it does with functions that are not quadratic, badly scaled, flat, or without a maximum."""

import itertools

import numpy as np
import pytest

from softlogit.solver.linalg import exceeds, inverse_root
from softlogit.solver.newton import LONG, SETTLED, Answer, backtrack, maximise, newton_direction


def log_cosh(x):
    """−Σ ln cosh xⱼ: from |x| > 1.09 the full Newton step lands farther from the maximum, 0, than it started."""
    slope = np.tanh(x)
    return Answer(np.log(2) * len(x) - float(np.logaddexp(x, -x).sum()), -slope, np.diag(1 - slope**2))


def parabola(centre, curvature):
    """The quadratic with this maximum and minus this second derivative."""
    return lambda x: Answer(-0.5 * (x - centre) @ curvature @ (x - centre), -curvature @ (x - centre), curvature)


def top(optimum):
    """Where the climb ends, the step with it that was found and not taken."""
    return optimum.point + optimum.step


def in_other_units(oracle, M):
    """The function of y = M⁻¹x, as the oracle of y."""

    def evaluate(y):
        value, score, information = oracle(M @ y)
        return Answer(value, M.T @ score, M.T @ information @ M)

    return evaluate


CURVED = np.array([[2.0, 0.5], [0.5, 1.0]])


def test_one_step_reaches_the_maximum_of_a_parabola():
    optimum = maximise(parabola(np.array([3.0, -1.0]), CURVED), np.zeros(2))
    assert optimum.trace[1].value == pytest.approx(0, abs=1e-15)  # rounding, squared
    np.testing.assert_allclose(top(optimum), [3, -1], rtol=1e-15)


def test_a_full_step_that_overshoots_is_halved():
    full_step = newton_direction(log_cosh(np.array([1.5])))
    assert abs(1.5 + full_step[0]) > 1.5
    optimum = maximise(log_cosh, np.array([1.5]))
    assert optimum.trace[1].length == 0.5
    assert optimum.converged
    assert top(optimum) == pytest.approx(0, abs=1e-10)  # the last step is of 1e-5 at most, and the error is cubic in it


def test_the_value_never_falls():
    values = [iteration.value for iteration in maximise(log_cosh, np.array([3.0, -2.0])).trace]
    assert values == sorted(values)


def test_each_decrement_is_about_the_square_of_the_one_before():
    decrements = [iteration.decrement for iteration in maximise(log_cosh, np.array([0.5])).trace[1:]]
    for before, after in itertools.pairwise(decrements):
        assert after < before**2


def test_the_path_does_not_depend_on_the_units():
    M = np.array([[1e3, 0.0], [5.0, 1e-3]])
    start = np.array([1.5, -0.5])
    here, there = maximise(log_cosh, start), maximise(in_other_units(log_cosh, M), np.linalg.solve(M, start), lambda y: np.abs(M @ y).max())
    assert [step.length for step in here.trace] == [step.length for step in there.trace]
    np.testing.assert_allclose(  # M's condition number, 1e6, times the rounding of each step
        [step.decrement for step in here.trace], [step.decrement for step in there.trace], rtol=1e-9, atol=1e-20
    )
    np.testing.assert_allclose(M @ top(there), top(here), rtol=0, atol=1e-10)


def test_a_start_at_the_maximum_stays_there():
    optimum = maximise(log_cosh, np.zeros(2))
    assert optimum.converged
    assert top(optimum).tolist() == [0, 0]


def test_the_trace_begins_at_the_start_and_ends_at_the_maximum():
    start = np.array([0.5])
    optimum = maximise(log_cosh, start)
    assert optimum.trace[0].value == log_cosh(start)[0]
    assert optimum.trace[-2].value == optimum.here.value
    assert optimum.trace[-1].value == pytest.approx(log_cosh(top(optimum)).value, abs=1e-20)  # the step's square, squared


def test_the_optimum_carries_what_the_oracle_says_there():
    optimum = maximise(log_cosh, np.array([0.5, 0.25]))
    for mine, theirs in zip(optimum.here, log_cosh(optimum.point), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_too_few_steps_are_not_convergence():
    assert not maximise(log_cosh, np.array([1.0]), max_iter=1).converged


def test_no_steps_are_not_convergence():
    optimum = maximise(log_cosh, np.array([1.0]), max_iter=0)
    assert not optimum.converged
    assert optimum.point.tolist() == [1.0]


def test_a_function_without_a_maximum_does_not_converge():
    def slope(x):
        return Answer(float(x[0]), np.ones(1), np.zeros((1, 1)))

    assert not maximise(slope, np.zeros(1)).converged


def test_an_answer_that_is_not_a_number_is_not_convergence():
    def broken(x):
        return Answer(0.0 if x[0] == 0 else np.nan, np.ones(1), np.eye(1))

    optimum = maximise(broken, np.zeros(1))
    assert not optimum.converged
    assert optimum.point.tolist() == [0]


def test_the_last_step_is_the_first_that_settles():
    """Steps shrink to about their square, and the one below SETTLED is the last: it is found, not taken."""
    sizes = []
    optimum = maximise(log_cosh, np.array([0.5]), lambda step: sizes.append(abs(step[0])) or sizes[-1])
    assert sizes[-1] <= SETTLED < sizes[-2]
    assert abs(optimum.step[0]) == sizes[-1]
    assert top(optimum) == pytest.approx(0, abs=SETTLED**2)


def far_top(x):
    """−e⁻ˣ − x e⁻²⁵: its maximum is at 25, and nearly all is gained long before."""
    return Answer(-float(np.exp(-x[0]) + x[0] * np.exp(-25)), np.exp(-x) - np.exp(-25), np.diag(np.exp(-x)))


def test_a_nearly_flat_maximum_is_reached():
    optimum = maximise(far_top, np.zeros(1))
    assert optimum.converged
    assert top(optimum) == pytest.approx(25, abs=1e-9)


def test_where_little_is_to_be_gained_and_steps_are_long_the_climb_may_end():
    """What the caller asks about then is whether there is a maximum."""
    optimum = maximise(far_top, np.zeros(1), flat=1e-6)
    assert not optimum.converged
    assert optimum.trace[-1].decrement <= 1e-6 < optimum.trace[-2].decrement
    assert optimum.point < 16
    assert maximise(far_top, np.array([25 - 0.9 * LONG]), flat=1e-6).converged  # no step is longer there


def test_steps_that_do_not_shrink_any_more_are_rounding():
    """A maximum so flat that what rounding leaves of the slope makes steps of 1e-4 for ever."""
    noise = itertools.cycle([1e-14, -1e-14])

    def flat(x):
        value, score, information = log_cosh(x)
        return Answer(1e-10 * value - 1, 1e-10 * score + next(noise), 1e-10 * information)

    optimum = maximise(flat, np.array([1.0]))
    assert optimum.converged
    assert len(optimum.trace) < 15
    assert optimum.point == pytest.approx(0, abs=2e-4)


def test_where_the_information_is_lost_the_step_is_damped():
    """At 30 the curvature of ln cosh is lost in rounding: nothing but a multiple of the identity says how far to go."""
    optimum = maximise(log_cosh, np.array([30.0, 1.0]))
    assert optimum.converged
    assert top(optimum) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("damping", [0.0, 1e-3])
def test_the_direction_is_that_of_the_damped_information(damping):
    score = np.array([1.0, -2.0])
    expected = np.linalg.solve(CURVED + damping * 1.5 * np.eye(2), score)  # 1.5 is the mean eigenvalue
    np.testing.assert_allclose(newton_direction(Answer(0.0, score, CURVED), damping), expected, rtol=1e-14)
    assert np.isnan(newton_direction(Answer(0.0, score, -CURVED))).all()


def test_the_start_is_left_as_it_was():
    start = np.array([0.5])
    start.setflags(write=False)
    maximise(log_cosh, start)
    assert start.tolist() == [0.5]


def test_a_climb_without_a_top_ends():
    """A slope that never flattens."""
    calls = []
    found = maximise(lambda x: calls.append(1) or Answer(float(x[0]), np.ones(1), np.zeros((1, 1))), np.zeros(1))
    assert not found.converged
    assert len(calls) <= 101


@pytest.mark.parametrize("scale", [2.0**-66, 1.0, 2.0**66])
def test_the_root_of_the_inverse_of_a_singular_matrix_leaves_out_what_it_says_nothing_of(scale):
    singular = scale * np.array([[4.0, 2.0, 0.0], [2.0, 1.0, 0.0], [0.0, 0.0, 9.0]])
    root = inverse_root(singular)
    assert root.shape == (3, 2)
    np.testing.assert_allclose(root @ root.T, np.linalg.pinv(singular), atol=1e-15 / scale)


@pytest.mark.parametrize(("share", "length"), [(0.75e-4, 0.5), (0.25e-4, 0.25)])
def test_a_step_must_gain_a_share_of_what_its_own_length_promises(share, length):
    """A full step falls, and the shorter ones gain this share of the decrement, here 1: half a step owes half of 1e-4."""
    found, _ = backtrack(lambda x: Answer(-1.0 if x[0] == 1 else share, x), np.zeros(1), 0.0, np.ones(1), 1.0, 0.0)
    assert found == length


@pytest.mark.parametrize(("fall", "length"), [(1e-7, 1), (1e-5, 0)])
def test_a_fall_within_rounding_is_no_fall(fall, length):
    found, _ = backtrack(lambda x: Answer(1e6 - fall, x), np.zeros(1), 1e6, np.ones(1), 0.0, 1e-6)
    assert found == length


@pytest.mark.parametrize(("share", "steps"), [(0.5e-12, 2), (2e-12, 1)])
def test_rounding_is_a_share_of_the_value_at_the_start(share, steps):
    """The first step gains a million; the second falls by this share of it, and is taken or not."""
    values = iter([-1e6, 0.0, *[-1e6 * share] * 1000])
    optimum = maximise(lambda x: Answer(next(values), np.ones(1), np.eye(1)), np.zeros(1), max_iter=2)
    assert len(optimum.trace) - 1 == steps


@pytest.mark.parametrize("size", [1, 2, 20])
def test_eigenvalues_exceed_a_bound_or_not(size):
    """Whatever the matrix: one with eigenvalues from 2 to 3 in random directions, or with an entry that is no number."""
    Q = np.linalg.qr(np.random.default_rng(size).normal(size=(size, size)))[0]
    matrix = Q @ np.diag(np.linspace(2, 3, size)) @ Q.T
    assert exceeds(matrix, 2 - 1e-12)
    assert not exceeds(matrix, 2 + 1e-12)
    assert exceeds(-matrix, -np.linspace(2, 3, size)[-1] - 1e-12)
    for place in ((0, 0), (-1, 0), (-1, -1)):
        spoiled = matrix.copy()
        spoiled[place] = spoiled[place[::-1]] = np.nan
        assert not exceeds(spoiled, -1e9)
