"""Data of two classes, and of three."""

import pytest
from sets import THREE, TWO


@pytest.fixture(params=[TWO, THREE], ids=["two classes", "three classes"])
def data(request):
    return request.param
