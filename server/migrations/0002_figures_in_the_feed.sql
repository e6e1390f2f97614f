-- Figures lie in the feed: a row says that a source's lines are new, or, with a member and without a
-- source, that this member's right to figures has changed and all must be forgotten. Rows that the
-- table held stay as they are, with their numbers and marks.

CREATE TABLE feed_with_figures (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    mark     BLOB NOT NULL CHECK (length(mark) = 8),
    what     TEXT NOT NULL CHECK (what IN ('change', 'grant', 'loss', 'people', 'figures')),
    document BLOB REFERENCES document (id),
    member   BLOB REFERENCES member (id),
    since    INTEGER,
    first    INTEGER,
    last     INTEGER,
    source   TEXT
) STRICT;
INSERT INTO feed_with_figures (number, mark, what, document, member, since, first, last)
    SELECT number, mark, what, document, member, since, first, last FROM feed ORDER BY number;
DROP TABLE feed;
ALTER TABLE feed_with_figures RENAME TO feed;

-- Every source that ever had lines: whether an import brought it, the office it belongs to (none of
-- an import, whose lines name their own), and the feed row that says its lines as they are now. One
-- whose lines have ended stays, so that this is told.
CREATE TABLE figure_source (
    source   TEXT    NOT NULL PRIMARY KEY,
    imported INTEGER NOT NULL CHECK (imported IN (0, 1)),
    office   TEXT,
    number   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Lines that were stored before this are told to everybody who may have them. Until a document's ties
-- are stored again, it belongs to the one office that its lines name.
INSERT INTO feed (mark, what, source)
    SELECT randomblob(8), 'figures', source FROM (SELECT DISTINCT source FROM figure ORDER BY source);
INSERT INTO figure_source (source, imported, office, number)
    SELECT f.source,
           f.source IN (SELECT name FROM import),
           CASE WHEN f.source IN (SELECT name FROM import) THEN NULL
                ELSE (SELECT CASE WHEN count(DISTINCT office) = 1 THEN min(office) END
                      FROM (SELECT coalesce(json_extract(line, '$.visit.office'),
                                            json_extract(line, '$.request.office')) AS office
                            FROM figure WHERE figure.source = f.source))
           END,
           f.number
    FROM feed f WHERE f.what = 'figures';
