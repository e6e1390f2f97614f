-- In how many documents a member has begun to write, and whether in one, is found without reading all actors.
CREATE INDEX actor_member ON actor (member, document);

-- Who could read a document once and was told of the loss: what they still owe it is kept apart, not dropped.
CREATE INDEX feed_loss ON feed (document, member) WHERE what = 'loss';

-- A document that ended stays a source of figures. Its office, which counted the document itself as long as it
-- was there, is given its lines from then on.
ALTER TABLE figure_source ADD COLUMN ended INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1));
