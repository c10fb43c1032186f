"""A covariance, and a root of it."""

import numpy as np

import softlogit as sl

ADMISSIONS, STUDENTS = sl.load_admissions(), sl.load_program_choice()


def test_a_root_of_any_covariance():
    V = np.array([[4.0, 2e-6, 4.0], [2e-6, 1e-12, 2e-6], [4.0, 2e-6, 5.0]])  # of rank 2, in unlike units
    root = sl.LogitModel.from_beta([1.0, 2.0, 3.0]).with_covariance(V).uncertainty.root
    np.testing.assert_allclose(root @ root.T, V, rtol=1e-12)
