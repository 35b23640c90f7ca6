"""pytest plugins that the root conftest loads for the tests of every package."""
