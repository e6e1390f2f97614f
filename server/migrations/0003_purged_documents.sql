-- A purged document keeps its row alone, so that its id is never taken again; the feed tells of it to each
-- member who could read it. Rows that the feed held stay as they are, with their numbers and marks.

ALTER TABLE document ADD COLUMN purged_at INTEGER;

CREATE TABLE feed_with_purges (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    mark     BLOB NOT NULL CHECK (length(mark) = 8),
    what     TEXT NOT NULL CHECK (what IN ('change', 'grant', 'loss', 'people', 'figures', 'purged')),
    document BLOB REFERENCES document (id),
    member   BLOB REFERENCES member (id),
    since    INTEGER,
    first    INTEGER,
    last     INTEGER,
    source   TEXT
) STRICT;
INSERT INTO feed_with_purges (number, mark, what, document, member, since, first, last, source)
    SELECT number, mark, what, document, member, since, first, last, source FROM feed ORDER BY number;
DROP TABLE feed;
ALTER TABLE feed_with_purges RENAME TO feed;
