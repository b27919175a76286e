-- What kinds of events a stretch has, so that a search for a rare kind without an index of its own passes by the rest.
-- The stretches are noted anew, oldest first, which takes a second for some hundred thousand events; until then a search
-- takes as long as it did.
DELETE FROM event_stretch;
ALTER TABLE event_stretch
    ADD COLUMN objects  text[] NOT NULL,
    ADD COLUMN actions  text[] NOT NULL,
    ADD COLUMN triggers text[] NOT NULL;
