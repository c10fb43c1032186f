"""The figures keep to one palette, and its colours are told apart with every common form of colour blindness, in both modes."""

import itertools
import re

import numpy as np
import pytest

from softlogit.book import figures
from tests.conftest import ROOT
from tests.site.conftest import contrast, linear

PALETTE = [figures.BLUE, figures.VERMILION, figures.GREEN, figures.PLUM, figures.GREY]
INKS = {"#000000", "#ffffff"}
APART = 10  # a difference in CIELAB that is seen at a glance; about 2 can just be seen

# What an eye without one kind of cone makes of linear RGB (Machado, Oliveira and Fernandes 2009, severity 1).
EYES = {
    "all cones": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}
TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])


def test_the_figures_use_the_palette_alone(site):
    used = {colour.lower() for path in site.glob("_images/*.svg") for colour in re.findall(r"#[0-9a-fA-F]{6}\b", path.read_text())}
    assert used
    assert used <= {colour.lower() for colour in PALETTE} | INKS


def rgb(colour):
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def turned_over(colour):
    """The style sheet's filter for the dark: invert(0.9), then hue-rotate(180deg), as the CSS specification has them."""
    inverted = 0.9 - 0.8 * rgb(colour)
    luma = np.array([0.213, 0.715, 0.072])
    return np.clip(2 * luma @ inverted - inverted, 0, 1)


def cielab(colour, eye):
    xyz = TO_XYZ @ np.clip(eye @ linear(colour), 0, 1) / TO_XYZ.sum(axis=1)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("mode", [rgb, turned_over])
@pytest.mark.parametrize("eye", EYES)
def test_colours_are_told_apart(eye, mode):
    seen = {colour: cielab(mode(colour), EYES[eye]) for colour in PALETTE}
    near = [pair for pair in itertools.combinations(PALETTE, 2) if np.linalg.norm(seen[pair[0]] - seen[pair[1]]) < APART]
    assert not near


def test_colours_that_are_confused_are_noticed():
    red, green = (cielab(rgb(colour), EYES["deuteranopia"]) for colour in ("#a05a2c", "#6a6d2c"))
    assert np.linalg.norm(red - green) < APART


@pytest.mark.parametrize("name", ["class-1", "class-2", "class-3", "beta", "accent"])
def test_coloured_formulas_are_legible_on_every_ground(name):
    """Which the check of accessibility leaves out, as it takes seconds a page for them."""
    tokens = dict(re.findall(r"--([\w-]+): light-dark\(([^)]*)\)", (ROOT / "_static/tokens.css").read_text(encoding="utf-8")))
    for ground in ("paper", "raised", "tint"):
        for letter, paper in zip(tokens[name].split(", "), tokens[ground].split(", "), strict=True):
            assert contrast(rgb(letter), rgb(paper)) >= 4.5, (letter, paper)
