-- A source whose lines name a visitor, as the one line of an aftercare does, is told to the coordinators of that
-- visitor's offices and to nobody else. Sources for the tables have none.
ALTER TABLE figure_source ADD COLUMN visitor BLOB CHECK (visitor IS NULL OR length(visitor) = 8);
CREATE INDEX figure_source_visitor ON figure_source (visitor) WHERE visitor IS NOT NULL;
