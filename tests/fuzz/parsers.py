"""All parsers of the suite; a folder of the corpus without one fails."""

from tests.fuzz.file_parsers import FILE_PARSERS
from tests.fuzz.kept_parsers import KEPT_PARSERS
from tests.fuzz.repository_parsers import REPOSITORY_PARSERS
from tests.fuzz.tool_parsers import TOOL_PARSERS
from tests.fuzz.webhook_parsers import WEBHOOK_PARSERS

PARSERS = (*FILE_PARSERS, *KEPT_PARSERS, *TOOL_PARSERS, *REPOSITORY_PARSERS, *WEBHOOK_PARSERS)
