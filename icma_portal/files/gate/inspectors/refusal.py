"""How an inspector says no."""


class Refusal(Exception):
    """The file is not taken; ``code`` names the reason, ``words`` fill its sentence."""

    def __init__(self, code, **words):
        super().__init__(code)
        self.code = code
        self.words = words
