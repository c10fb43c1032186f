"""The tests: of the library, of the book's contract, and of the rendered site in a browser."""
