"""What the library says when it cannot give a right answer.

Every error is a `ValueError`, so that code which knows nothing of this library catches it too. A
message says what is wrong, where, and what to do about it.
"""

import warnings


class LogitError(ValueError):
    """The input cannot give a right answer; the message says why, where, and what to do."""


class InputError(LogitError):
    """Arrays of the wrong shape, missing or infinite entries, lengths that differ, bad weights."""


class ClassError(LogitError):
    """A class that the model or the data do not have, or too few of them."""


class CollinearityError(LogitError):
    """Columns of X are linearly dependent: infinitely many β give the same probabilities."""


class ConvergenceWarning(UserWarning):
    """The solver stopped before it reached the maximum."""


class SeparationWarning(UserWarning):
    """Some contrasts have no finite maximum-likelihood estimate."""


def old_name(old: str, new: str) -> None:
    """Say that the caller's caller used a name that the next version will not know."""
    message = f"{old} is {new} now; the old name will go with the next version."
    warnings.warn(message, DeprecationWarning, stacklevel=3)
