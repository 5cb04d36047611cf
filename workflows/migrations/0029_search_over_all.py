import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations

import workflows.models.sought

# Small letters without accents; whatever parts words is a space. Written out twice: while an index
# is built, a function finds none but those of the server.
LETTERS = (
    "ÄÖÜİäöüàáâãåèéêëìíîïòóôõøùúûñçýÿšžčćđğışłńřťůőąężźś",
    "aouiaouaaaaaeeeeiiiiooooouuuncyyszccdgislnrtuoaezzs",
)
PARTING = "-‐‑–—/\\.,;:!?()[]{}\"'„“”‚‘’«»‹›&+*§%_\t\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "''").replace("\t", "\\t")
    return "E'" + escaped.replace("\n", "\\n") + "'"


PLAIN = (
    "' ' || replace(translate(lower(said), "
    f"{_quoted(LETTERS[0] + PARTING)}, {_quoted(LETTERS[1] + ' ' * len(PARTING))}), 'ß', 'ss')"
    " || ' '"
)
FUNCTIONS = f"""
CREATE FUNCTION workflows_plain(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT {PLAIN} $$;

CREATE FUNCTION workflows_parts(said text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT COALESCE(array_agg(DISTINCT part COLLATE "C"), '{{}}')
    FROM (SELECT {PLAIN} AS plain) p, generate_series(1, length(plain) - 2) place,
         substr(plain, place, 3) part
$$;

CREATE FUNCTION workflows_words(VARIADIC said text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('german', array_to_string(said, ' . '))
$$;
"""
GONE = """
DROP FUNCTION workflows_words(text[]);
DROP FUNCTION workflows_parts(text);
DROP FUNCTION workflows_plain(text);
"""


class Migration(migrations.Migration):
    # The index is built while people go on working.
    atomic = False

    dependencies = [
        ("workflows", "0028_note_visits"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, GONE),
        AddIndexConcurrently(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                workflows.models.sought.Parts("title"),
                fastupdate=True,
                gin_pending_list_limit=1024,
                name="workflows_case_title_parts",
            ),
        ),
    ]
