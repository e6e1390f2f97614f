-- Older changes of a document lie together in packs: compressed, sealed, positions first to last. A change
-- that lies in a pack keeps its row; its `bytes` then hold how long it is, in four bytes, which is shorter
-- than anything sealed. `packed` is the last position that lies in a pack: packs follow each other from 1.

ALTER TABLE document ADD COLUMN packed INTEGER NOT NULL DEFAULT 0;

CREATE TABLE pack (
    document BLOB    NOT NULL REFERENCES document (id),
    first    INTEGER NOT NULL CHECK (first > 0),
    last     INTEGER NOT NULL CHECK (last >= first),
    bytes    BLOB    NOT NULL,
    PRIMARY KEY (document, first)
) STRICT;

-- Finds the next document to pack without reading the others.
CREATE INDEX document_to_pack ON document (id) WHERE state = 'live' AND changes - packed >= 320;
