-- Roots, changes and refused changes are sealed under their document's key from here on. The rows that are
-- there are sealed by the program, which has the keys: until it has done so, `sealing` says that they are
-- plain. The key of receipts moves into the key store with it.
INSERT INTO meta (key, value)
    SELECT 'sealing', CAST(CASE
        WHEN EXISTS (SELECT 1 FROM document) OR EXISTS (SELECT 1 FROM refused) THEN 'plain' ELSE 'swept'
    END AS BLOB);
