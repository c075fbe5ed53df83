"""The cookies of a connection: none."""

from http.cookiejar import CookieJar


class NoCookies(CookieJar):
    """Who asks is told by the credentials alone; a gateway's cookies would pile up until it refuses their length."""

    def extract_cookies(self, response: object, request: object) -> None:
        """Leave the cookies of an answer where they are."""
