"""Large data: BFGS from the null model or a part of the rows, against Newton's method on all, and what it does when in doubt."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import linalg, sparse
from strategies import counts

import softlogit as sl
from softlogit import contrasts, likelihood
from softlogit.likelihood import kernels
from softlogit.likelihood.rows import RowsInMemory
from softlogit.solver import newton, solve
from softlogit.solver.existence import find_separation, surely_overlap
from softlogit.solver.start import NullModel

# BFGS stops where a step of 1e-15, squared and in units of the information per row, is left, and takes that step too.
SOLVED = 1e-7


def drawn(n, p, K, seed=0, scale=1.0):
    """n rows with an intercept, and a class each, drawn from a multinomial logit."""
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(n), rng.normal(size=(n, p - 1)) + rng.normal(size=(n, 1))])
    return X, np.argmax(X @ (scale * rng.normal(size=(p, K)) / np.sqrt(p)) + rng.gumbel(size=(n, K)), axis=1)


@pytest.fixture(scope="module")
def large():
    return drawn(20_000, 6, 4)


@pytest.fixture(scope="module")
def by_newton(large):
    """The same fit with all data treated as small."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "SMALL", np.inf)
        fit = sl.fit(*large)
        fit.covariance()
    return fit


def no_newton(patch):
    def never(*_):
        raise AssertionError

    patch.setattr(solve, "_climb_small", never)


def test_both_methods_find_the_same(large, by_newton, monkeypatch):
    no_newton(monkeypatch)
    fit = sl.fit(*large)
    np.testing.assert_allclose(fit.coef() / by_newton.standard_errors(), by_newton.coef() / by_newton.standard_errors(), atol=1e-5)
    np.testing.assert_allclose(fit.coef(), by_newton.coef(), atol=SOLVED)
    np.testing.assert_allclose(fit.covariance(), by_newton.covariance(), rtol=1e-6, atol=1e-12)
    assert fit.loglik == pytest.approx(by_newton.loglik, rel=1e-12)
    assert fit.null_loglik == pytest.approx(by_newton.null_loglik, rel=1e-12)
    assert (fit.df_model, fit.df_null, fit.n_obs) == (by_newton.df_model, by_newton.df_null, by_newton.n_obs)
    assert fit.converged
    assert not fit.runaway_contrasts()
    assert fit.trace[-1].value == fit.loglik
    assert len(fit.trace) - 1 == fit.n_iter <= fit.n_passes


def test_large_is_what_has_many_rows_times_coefficients_squared(monkeypatch):
    asked = []
    monkeypatch.setattr(solve, "SMALL", 400 * (2 * 3) ** 2)
    monkeypatch.setattr(solve, "_climb_large", lambda rows, ridge: asked.append(len(rows)) or (None, None))
    for n in (400, 401):
        sl.fit(*drawn(n, 2, 4))
    assert asked == [401]


@pytest.mark.parametrize(("n", "looked_at"), [(199, []), (200, [20]), (1990, [199]), (2000, [20])])
def test_a_tenth_is_climbed_first_while_there_are_rows_enough(monkeypatch, n, looked_at):
    """Enough are ten times five rows for each of four coefficients; the information is computed on the fewest rows alone."""
    rows = []
    inverse_on = solve._inverse_on
    monkeypatch.setattr(solve, "ROWS_A_COEFFICIENT", 5)
    monkeypatch.setattr(solve, "_inverse_on", lambda part, *rest: rows.append(len(part)) or inverse_on(part, *rest))
    observed = RowsInMemory.of(*drawn(n, 2, 3), 3)
    null = NullModel(observed.sums)
    start, _ = solve._start(observed, null)
    assert rows == looked_at
    assert np.array_equal(start, null.B) is (n < 200)


def test_the_first_guess_is_an_inverse_of_the_information_per_row(large):
    """Of the null model where rows are few, else of the part, with a trace of the null model's."""
    X, y = large
    observed = RowsInMemory.of(X[:500], y[:500], 4)
    null = NullModel(observed.sums)
    B, score = np.sin(np.arange(18.0)).reshape(6, 3), np.cos(np.arange(18.0))
    mixed = (observed.information(B) + 1e-3 * null.information) / 500
    for inverse, information in ((solve._start(observed, null)[1], null.information / 500), (solve._inverse_on(observed, B, null), mixed)):
        np.testing.assert_allclose(inverse(score), np.linalg.solve(information, score), rtol=1e-9)


@pytest.mark.parametrize(("share", "steps"), [(1.001, 1), (0.999, 2)])
def test_the_climb_s_precision_is_a_squared_decrement_for_each_row(large, share, steps):
    observed = RowsInMemory.of(*large, 4)
    null = NullModel(observed.sums)
    score = observed.value_and_score(null.B)[1]
    newton_step = null.inverse_information(score)
    precision = share * np.vdot(score, newton_step) / len(observed)
    optimum = solve._bfgs(observed, null, null.B, solve._start(observed[:500], null)[1], precision)
    assert len(optimum.trace) - 1 == steps
    if steps == 1:
        np.testing.assert_allclose(optimum.step, newton_step.T.ravel(), rtol=1e-12)


def test_the_last_step_is_taken_though_not_looked_at(large, monkeypatch):
    optima = []
    monkeypatch.setattr(solve, "FINE", 1e-8)  # a coarse end, so that a step is left
    rough = solve._bfgs
    monkeypatch.setattr(solve, "_bfgs", lambda *arguments: optima.append(rough(*arguments)) or optima[-1])
    observed = RowsInMemory.of(*large, 4)
    (summit, _), optimum = solve._climb_large(observed, None), optima[-1]
    assert np.abs(optimum.step).max() > 1e-6
    np.testing.assert_array_equal(summit.B.T.ravel(), optimum.point + optimum.step)
    root = summit.root()
    np.testing.assert_allclose(root @ root.T, np.linalg.inv(observed.information(summit.B)), rtol=1e-9, atol=1e-15)
    assert optimum.trace[-2].value < summit.loglik == optimum.trace[-1].value


@pytest.mark.parametrize("setting", [("CACHE", 500), ("CACHE", 10**7), ("ROWS_A_COEFFICIENT", 5), ("ROWS_A_COEFFICIENT", 10**6)])
def test_blocks_and_start_do_not_change_what_is_printed(large, monkeypatch, setting):
    whole = str(sl.fit(*large).summary()).split("Steps")[0]
    monkeypatch.setattr(kernels if setting[0] == "CACHE" else solve, *setting)
    assert str(sl.fit(*large).summary()).split("Steps")[0] == whole


P = 400_000  # the information of so many coefficients is 1,280 GB


def test_a_matrix_that_the_memory_has_no_room_for_is_told():
    with pytest.raises(sl.LogitError, match=r"information of the 400,000 coefficients, 1,280.0 GB"):
        sl.fit(np.vstack([np.arange(P), np.ones(P)]), [0, 1], ridge=1.0)


def test_a_penalised_fit_to_sparse_columns_does_without_and_can_be_copied():
    X = sparse.csr_array((np.r_[np.full(P, 1e-3), 1, 1], np.r_[np.arange(P), 0, 0], [0, P // 2, P + 1, P + 2]), shape=(3, P))
    X[0, 0] = 1
    fit = sl.fit(X, [0, 1, 1], ridge=1.0)
    assert fit.converged
    with pytest.raises(sl.LogitError, match="no room"):
        fit.standard_errors()
    copied = pickle.loads(pickle.dumps(fit))
    np.testing.assert_array_equal(copied.predict_proba(X), fit.predict_proba(X))
    for asked in (copied.standard_errors, lambda: copied.aic):
        with pytest.raises(sl.LogitError, match="left behind"):
            asked()


def test_the_order_of_the_rows_does_not_matter(large):
    X, y = large
    order = np.lexsort((X[:, 1], y))
    np.testing.assert_allclose(sl.fit(X[order], y[order]).coef(), sl.fit(X, y).coef(), atol=SOLVED)


def test_weights_and_counts_are_rows(large):
    X, y = large
    twice = np.r_[np.arange(len(y)), np.arange(500)]
    weights = np.r_[np.full(500, 2.0), np.ones(len(y) - 500)]
    expected = sl.fit(X[twice], y[twice])
    for fit in (sl.fit(X, y, weights=weights), sl.fit(X, np.eye(4)[y] * weights[:, None])):
        np.testing.assert_allclose(fit.coef(), expected.coef(), atol=SOLVED)
        np.testing.assert_allclose(fit.standard_errors(), expected.standard_errors(), rtol=1e-6)
        assert fit.n_obs == expected.n_obs


def test_without_an_intercept_the_null_model_is_equal_shares(large):
    X, y = large
    fit = sl.fit(X[:, 1:], y)
    assert fit.null_loglik == pytest.approx(-len(y) * np.log(4))
    assert fit.df_null == 0
    score = X[:, 1:].T @ (np.eye(4)[y] - fit.predict_proba(X[:, 1:]))
    np.testing.assert_allclose(score, 0, atol=1e-3)


def test_a_class_too_rare_for_the_part_does_no_harm():
    X, y = drawn(20_000, 3, 3)
    y[y == 2] = 0
    y[:4] = 2
    fit = sl.fit(X, y)
    assert fit.converged
    np.testing.assert_allclose(X.T @ (np.eye(3)[y] - fit.predict_proba(X)), 0, atol=1e-3)


@pytest.mark.parametrize(
    ("what", "X", "y"),
    [
        ("separated", *drawn(20_000, 3, 3)),
        ("far from zero", *drawn(20_000, 3, 3)),
        ("nearly dependent", *drawn(20_000, 3, 3)),
    ],
)
def test_in_doubt_newton_s_method_decides(monkeypatch, what, X, y):
    asked = []
    small = solve._climb_small
    monkeypatch.setattr(solve, "_climb_small", lambda *arguments: asked.append(what) or small(*arguments))
    if what == "separated":
        X = np.column_stack([X, y == 2])
        with pytest.warns(sl.SeparationWarning):
            fit = sl.fit(X, y)
        assert {pair for pair, features in fit.runaway_contrasts().items() if "x0" in features} == {(2, 0), (2, 1)}
    else:
        X = X + np.array([0, 1e6, 0]) if what == "far from zero" else X @ [[1, 0, 0], [0, 1, 1], [0, 0, 1e-6]]
        assert sl.fit(X, y).converged
    assert asked == [what]


def start_of(X, y):
    rows = RowsInMemory.of(X, y, y.max() + 1)
    null = NullModel(rows.sums)
    return rows, null, *solve._start(rows, null)


@pytest.mark.parametrize("kind", ["all", "a class", "a few rows"])
def test_large_separated_data_are_decided_in_few_passes(kind):
    """Neither method goes far out: BFGS stops where the curvature fades, and Newton's method goes on from there."""
    X, y = drawn(20_000, 4, 3)
    if kind == "all":
        y = (X @ np.sin(np.arange(12.0)).reshape(4, 3)).argmax(axis=1)
    elif kind == "a class":
        y = np.where(X[:, 1] > 1.5, 2, np.minimum(y, 1))
    else:
        X = np.column_stack([X, np.arange(20_000) < 40])
        y[:40] = 2
    found = solve._bfgs(*start_of(X, y), 1e-15)
    assert not found.converged
    assert found.trace[-1].decrement > 1e-13 * len(y)
    with pytest.warns(sl.SeparationWarning):
        fit = sl.fit(X, y)
    assert fit.n_passes < 90
    values = [step.value for step in fit.trace]
    assert values == sorted(values)
    assert values[0] >= fit.null_loglik


def test_data_that_are_nearly_predicted_are_climbed_to_the_end(monkeypatch):
    """One row in four hundred is on the wrong side: the information of all coefficients together is small, and no doubt."""
    no_newton(monkeypatch)
    assert sl.fit(*drawn(20_000, 8, 2, scale=60.0)).converged


def test_overflow_is_redone_with_care():
    X, y = drawn(20_000, 3, 2)
    X[:, 1] *= 1e-3
    X[:20, 1] = np.where(y[:20], 2e3, -2e3)  # so far out that e to their scores overflows
    fit = sl.fit(X, y)
    assert np.abs(X @ fit.beta).max() > 800
    assert fit.converged
    np.testing.assert_allclose(X.T @ (y - fit.predict_proba(X)[:, 1]), 0, atol=1e-3)


def test_data_changed_after_the_fit_are_noticed():
    X, y = drawn(20_000, 9, 2)
    fit, kept = sl.fit(X, y), sl.fit(X, y)
    kept.standard_errors()
    X[:, 1] *= 2
    with pytest.raises(sl.LogitError, match="changed after the fit"):
        fit.standard_errors()
    assert np.isfinite(kept.standard_errors()).all()


def test_a_small_fit_has_a_copy_of_its_data():
    X, y = drawn(100, 2, 3)
    fit, expected = sl.fit(X, y), sl.fit(X, y).standard_errors()
    X[:, 1] *= 2
    np.testing.assert_array_equal(fit.standard_errors(), expected)


@pytest.mark.parametrize(("slope", "refused"), [(0.9e-8, False), (1.1e-8, True)])
def test_the_data_have_changed_if_a_step_of_some_length_is_left(large, by_newton, slope, refused):
    """As a squared decrement for each row, 1e-8, where the fit itself leaves 1e-15."""
    observed = RowsInMemory.of(*large, 4)
    B, away = by_newton.coef(), np.sin(3 * np.arange(18.0))
    away *= np.sqrt(slope * len(observed) / (away @ observed.information(B) @ away))
    B = B + away.reshape(3, 6).T
    if refused:
        with pytest.raises(sl.LogitError, match="changed after the fit"):
            solve._root(observed, B, None)
    else:
        root = solve._root(observed, B, None)
        np.testing.assert_allclose(root @ root.T, np.linalg.inv(observed.information(B)), rtol=1e-9, atol=1e-15)


def test_newton_s_passes_are_the_calls_of_its_oracle(monkeypatch):
    """One at the start, and one for every length of a step that was tried; and one for the sums."""
    calls = []
    maximise, direction = newton.maximise, newton.newton_direction
    too_long = iter([3, 3])
    monkeypatch.setattr(newton, "newton_direction", lambda *arguments: next(too_long, 1) * direction(*arguments))
    monkeypatch.setattr(newton, "maximise", lambda oracle, *rest: maximise(lambda point: calls.append(1) or oracle(point), *rest))
    fit = sl.fit(*drawn(100, 2, 3))
    assert min(step.length for step in fit.trace[1:]) < 1
    assert fit.n_passes == 1 + len(calls)


def test_a_pass_is_counted_each_time_the_rows_are_read():
    X, y = drawn(50, 2, 3)
    observed = RowsInMemory.of(X, y, 3)
    B, shares, passes = np.zeros((2, 2)), np.full(3, 1 / 3), [observed.n_passes]
    for read in (
        lambda: observed.sums,
        lambda: observed.value_and_score(B),
        lambda: observed.information(B),
        lambda: observed.information_bound(B, shares, np.eye(2)),
    ):
        read()
        passes.append(observed.n_passes)
    assert passes == [0, 1, 2, 3, 4]


def test_counts_are_multiplied_by_the_weights():
    counts = RowsInMemory.of(np.ones((2, 1)), np.array([[1.0, 2.0], [3.0, 4.0]]), 2, np.array([0.5, 2.0]))
    assert counts.counts.tolist() == [[0.5, 1.0], [6.0, 8.0]]
    assert counts.totals.tolist() == [1.5, 14.0]


@given(counts(), st.data())
def test_the_sums_are_those_of_the_formulas(data, draw):
    X, Y = data
    B = np.array(draw.draw(st.lists(st.integers(-3, 3), min_size=3 * (Y.shape[1] - 1), max_size=3 * (Y.shape[1] - 1))), dtype=float)
    B = B.reshape(3, -1)
    observed = RowsInMemory.of(X, Y, Y.shape[1])
    value, score, information = likelihood.evaluate(B, X, Y)
    allowed = 1e-12 * (1 + np.abs(X).max()) ** 2 * Y.sum() * (1 + np.abs(X @ B).max())
    np.testing.assert_allclose(observed.value_and_score(B)[0], value, rtol=1e-12, atol=allowed)
    np.testing.assert_allclose(observed.value_and_score(B)[1], score, rtol=1e-12, atol=allowed)
    np.testing.assert_allclose(observed.information(B), information, rtol=1e-12, atol=allowed)
    np.testing.assert_allclose(observed.sums.cross, X.T @ Y, atol=allowed)
    np.testing.assert_allclose(observed.sums.gram, X.T @ (Y.sum(axis=1)[:, None] * X), atol=allowed)


def test_labels_and_their_counts_have_the_same_sums(large):
    X, y = large
    labels, table = RowsInMemory.of(X, y, 4), RowsInMemory.of(X, np.eye(4)[y], 4)
    for one, other in zip(labels.sums, table.sums, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12)


def test_the_null_model_s_information_has_that_inverse(large):
    X, y = large
    observed = RowsInMemory.of(X, y, 4)
    null = NullModel(observed.sums)
    np.testing.assert_allclose(observed.information(null.B), null.information, rtol=1e-9, atol=1e-6)
    score = np.random.default_rng(1).normal(size=null.B.shape)
    solved = np.linalg.solve(null.information, score.T.ravel()).reshape(3, -1).T
    np.testing.assert_allclose(null.inverse_information(score), solved, rtol=1e-9)
    np.testing.assert_allclose(sl.softmax(X[:2] @ null.B @ contrasts.lift(4)), [np.bincount(y) / len(y)] * 2, rtol=1e-12)


@pytest.mark.parametrize("weights", [None, np.linspace(0.5, 2.0, 200)], ids=["rows", "weighted rows"])
@pytest.mark.parametrize("first", [0, 1], ids=["with intercept", "without"])
def test_the_null_model_knows_value_and_score_from_the_sums(weights, first):
    X, y = drawn(200, 3, 4)
    observed = RowsInMemory.of(X[:, first:], y, 4, weights)
    null = NullModel(observed.sums)
    value, score = observed.value_and_score(null.B)
    assert null.loglik == pytest.approx(value, rel=1e-12)
    np.testing.assert_allclose(null.score, score, atol=1e-10)


def test_the_first_point_of_a_climb_from_the_null_model_costs_no_pass(large):
    X, y = large
    fit = sl.fit(X[:4000], y[:4000])  # too few for a part of them to be climbed first
    assert fit.trace[0].value == fit.null_loglik
    points = [step for step in fit.trace[1:-1] if step.length == 1]  # the last step is found, but not looked at
    assert len(points) == len(fit.trace) - 2
    assert fit.n_passes == 1 + len(points)  # the sums, once


def test_a_null_model_has_an_intercept_whatever_the_rows_weigh():
    X, y = drawn(200, 3, 4)
    for weight in (1e-20, 1.0, 1e20):
        assert NullModel(RowsInMemory.of(X, y, 4, np.full(200, weight)).sums).df == 3
        without = NullModel(RowsInMemory.of(X[:, 1:], y, 4, np.full(200, weight)).sums)
        assert without.df == 0
        assert without.shares.tolist() == [0.25] * 4


@pytest.mark.parametrize("n", [999, 1000])
def test_thinning_takes_one_row_of_each_run(n):
    observed = RowsInMemory.of(np.arange(float(n))[:, None], np.arange(n) % 2, 2)
    rows = observed.thinned(10).X[:, 0]
    assert (rows // 10).tolist() == list(range(n // 10))
    assert set(rows % 10) == set(range(10))  # any of the run
    assert observed.thinned(1) is observed


@pytest.mark.theorem("prp-information-bound")
@given(counts(), st.data())
def test_information_is_bounded_from_below(data, draw):
    """At every B: information ⪰ (Σ mω xxᵀ) ⊗ (diag π̄ − π̄π̄ᵀ); equal for two classes."""
    X, Y = data
    K = Y.shape[1]
    entries = draw.draw(st.lists(st.integers(-2, 2), min_size=3 * (K - 1), max_size=3 * (K - 1)))
    B, shares = np.array(entries, dtype=float).reshape(3, -1) / (1 + np.abs(X).max()), Y.sum(axis=0) + 1.0
    shares /= shares.sum()
    bound, _ = RowsInMemory.of(X, Y, K).information_bound(B, shares, np.eye(3))
    pi = shares[1:]
    lower = np.kron(np.diag(pi) - np.outer(pi, pi), bound)
    information = likelihood.information(B, X, Y)
    slack = np.linalg.eigvalsh(information - lower)
    assert slack[0] > -1e-12 * np.trace(information)
    if K == 2:
        np.testing.assert_allclose(lower, information, rtol=1e-10, atol=1e-12 * np.trace(information))


def test_the_bound_is_that_of_the_formula_in_whitened_coordinates():
    X, y = drawn(50, 3, 4)
    weights = np.linspace(0.5, 2.0, 50)
    B, shares = np.sin(np.arange(9.0)).reshape(3, 3), np.array([0.1, 0.2, 0.3, 0.4])
    whiten = np.array([[2.0, 1.0, -1.0], [0.0, 0.5, 3.0], [0.0, 0.0, 4.0]])
    bound, longest = RowsInMemory.of(X, y, 4, weights).information_bound(B, shares, whiten)
    omega = 1 / (shares * (1 - shares) / sl.softmax(X @ B @ contrasts.lift(4))).sum(axis=1)
    Z = X @ whiten
    np.testing.assert_allclose(bound, Z.T @ np.diag(weights * omega) @ Z, rtol=1e-12)
    assert longest == pytest.approx(np.linalg.norm(Z, axis=1).max(), rel=1e-12)
    assert RowsInMemory.of(X / 100, y, 4).information_bound(B, shares, whiten)[1] < 1  # no length is too short to be the longest


@pytest.mark.theorem("prp-overlap")
@pytest.mark.parametrize(("share", "seen"), [(0.999, True), (1.001, False)])
def test_the_overlap_is_seen_up_to_the_proposition_s_bound(share, seen):
    """Where only all rows together prove it: a few have too small an information."""
    X, y = drawn(10_000, 2, 3)
    observed = RowsInMemory.of(X, y, 3)
    null = NullModel(observed.sums)
    bound, longest = observed.information_bound(null.B, null.shares, null.whiten)
    steepest = linalg.eigvalsh(bound)[0] / (longest * np.sqrt(2 / null.shares.min()))
    score = np.array([[1.0, 2.0], [-1.0, 0.5]])
    score *= share * steepest / np.sqrt(score.T.ravel() @ np.linalg.solve(null.information, score.T.ravel()))
    assert surely_overlap(observed, null.B, score, null) is seen


def says_overlap(X, Y, B):
    observed = RowsInMemory.of(X, Y, Y.shape[1])
    return surely_overlap(observed, B, observed.value_and_score(B)[1], NullModel(observed.sums))


@pytest.mark.theorem("prp-overlap")
@given(st.lists(st.integers(0, 2), min_size=5, max_size=12), st.lists(st.integers(-20, 20), min_size=4, max_size=4))
def test_separated_classes_are_never_said_to_overlap(y, entries):
    """At any B whatever, and far out where BFGS stops: where the information exceeds the bound there is nothing that separates."""
    y = [0, 1, 2, *sorted(y)]  # nearly always separated
    X = np.column_stack([np.ones(len(y)), [1, 5, 9, *range(len(y) - 3)]])
    Y = np.eye(3)[y]
    B = np.array(entries).reshape(2, 2) / 4
    if find_separation(X, Y):
        assert not says_overlap(X, Y, B)
        assert solve._climb_large(RowsInMemory.of(X, Y, 3), None)[0] is None


@pytest.mark.theorem("prp-overlap")
@given(counts())
def test_at_the_estimate_the_overlap_is_seen(data):
    assert says_overlap(*data, sl.fit(*data).coef())


def test_overlap_is_claimed_only_where_it_is():
    X = np.column_stack([np.ones(6), np.arange(6.0)])
    for y, exists in (([0, 0, 1, 0, 1, 1], True), ([0, 0, 0, 1, 1, 1], False), ([0, 0, 1, 1, 1, 1], False)):
        observed = RowsInMemory.of(X, np.array(y), 2)
        B = np.array([[-25.0], [10.0]]) if not exists else sl.fit(X, y).coef()
        score = observed.value_and_score(B)[1]
        assert surely_overlap(observed, B, score, NullModel(observed.sums)) is exists


def test_a_few_rows_prove_the_overlap_of_many(large, monkeypatch):
    looked_at = []
    bound = RowsInMemory.information_bound
    monkeypatch.setattr(RowsInMemory, "information_bound", lambda self, *rest: looked_at.append(len(self)) or bound(self, *rest))
    sl.fit(*large)
    assert looked_at == [pytest.approx(5 * 6, rel=0.05)]


def test_the_trace_is_the_same_each_time(large):
    assert repr(sl.fit(*large).trace) == repr(sl.fit(*large).trace)  # to the last digit; a decrement that was not computed is nan
