"""Derivations whose every line is computed from the line before and checked equal to it.

No line is typed, so none can be mistyped: a step is a function that SymPy applies to the current
expression, and a step that changes its value is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp
from sympy.printing.latex import LatexPrinter


@dataclass(frozen=True)
class Derivation:
    """A chain of equal expressions, each with its reason: aligned lines in a notebook.

    >>> a, b = sp.symbols("a b")
    >>> square = Derivation.of((a + b) ** 2).then(sp.expand, "multiply out")
    >>> square.result
    a**2 + 2*a*b + b**2
    """

    name: str
    lines: tuple[tuple[sp.Expr, str], ...]

    @classmethod
    def of(cls, expression: sp.Expr, name: str = "", why: str = "") -> Derivation:
        """Begin with an expression; `name` is LaTeX for what it is, such as "p_1(x)"."""
        return cls(name, ((expression, why),))

    @property
    def result(self) -> sp.Expr:
        """The last line."""
        return self.lines[-1][0]

    def then(self, step: Callable[[sp.Expr], sp.Expr], why: str) -> Derivation:
        """The chain with one line more: `step` applied to the last one.

        >>> x = sp.Symbol("x")
        >>> Derivation.of(x).then(lambda e: e + 1, "add one")
        Traceback (most recent call last):
        ValueError: not an equal step (add one): x became x + 1
        """
        before, after = self.result, step(self.result)
        if not equal(before, after):
            raise ValueError(f"not an equal step ({why}): {before} became {after}")
        return Derivation(self.name, (*self.lines, (after, why)))

    def _repr_latex_(self) -> str:
        left = [self.name, *[""] * (len(self.lines) - 1)]
        rows = [
            rf"{lhs} &= {latex(expression)} && \text{{{why}}}"
            for lhs, (expression, why) in zip(left, self.lines, strict=True)
        ]
        return r"$\displaystyle \begin{aligned}" + r" \\[0.9em] ".join(rows) + r"\end{aligned}$"


class _Printer(LatexPrinter):
    """LaTeX as a person writes it: in sums what is added first; ln for the natural logarithm."""

    def _as_ordered_terms(self, expr: sp.Expr, order: str | None = None) -> list[sp.Expr]:
        terms = super()._as_ordered_terms(expr, order="lex")
        return sorted(terms, key=lambda term: (term.could_extract_minus_sign(), not term.is_number))


def latex(expression: sp.Expr) -> str:
    """The LaTeX of an expression, as the book prints it.

    >>> z1, z2 = sp.symbols("z_1 z_2")
    >>> latex(1 / (1 + sp.exp(z2 - z1)))
    '\\\\frac{1}{1 + e^{z_{2} - z_{1}}}'
    """
    return str(_Printer({"ln_notation": True}).doprint(expression))


def equal(one: sp.Expr, other: sp.Expr) -> bool:
    """Whether SymPy proves that two expressions are the same function of their symbols.

    >>> t = sp.Symbol("t", real=True)
    >>> equal(1 / (1 + sp.exp(-t)), sp.exp(t) / (1 + sp.exp(t)))
    True
    """
    return bool(sp.simplify((one - other).rewrite(sp.exp)) == 0)


class sigma(sp.Function):
    """σ(t) as a symbol of its own, which opens to 1 / (1 + e⁻ᵗ) on request (eq-sigmoid).

    >>> sigma(sp.Symbol("t")).rewrite(sp.exp)
    1/(1 + exp(-t))
    """

    def _eval_rewrite_as_exp(self, t: sp.Expr, **hints: object) -> sp.Expr:
        return 1 / (1 + sp.exp(-t))


def recognise_sigma(expression: sp.Expr) -> sp.Expr:
    """The step that reads every 1 / (1 + e⁻ᵗ) as σ(t).

    >>> z1, z2 = sp.symbols("z_1 z_2")
    >>> recognise_sigma(1 / (1 + sp.exp(z2 - z1)))
    sigma(z_1 - z_2)
    """
    t = sp.Wild("t")
    return expression.replace(1 / (1 + sp.exp(-t)), sigma(t))


def divide_through(by: sp.Expr) -> Callable[[sp.Expr], sp.Expr]:
    """The step that divides numerator and denominator of a fraction by the same expression.

    >>> z1, z2 = sp.symbols("z_1 z_2")
    >>> divide_through(sp.exp(z1))(sp.exp(z1) / (sp.exp(z1) + sp.exp(z2)))
    1/(exp(-z_1 + z_2) + 1)
    """

    def step(fraction: sp.Expr) -> sp.Expr:
        parts = (sp.expand_mul(part / by) for part in sp.fraction(fraction))
        numerator, denominator = (sp.powsimp(part, combine="exp") for part in parts)
        return numerator / denominator

    return step


def within_sigma(step: Callable[[sp.Expr], sp.Expr]) -> Callable[[sp.Expr], sp.Expr]:
    """The step that rewrites what stands inside σ( ).

    >>> a, b, x = sp.symbols("a b x")
    >>> within_sigma(sp.factor)(sigma(a * x - b * x))
    sigma(x*(a - b))
    """
    return lambda expression: expression.replace(sigma, lambda t: sigma(step(t)))
