"""views."""

from views.plain_import import import_plainly

import_plainly()
