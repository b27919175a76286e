-- A record is found by its number whether or not its object is told. The new index is whole before the old one goes, so
-- nobody who reads waits for it.
CREATE INDEX event_of_record_id ON event (record_id, object, seq);
DROP INDEX event_of_record;
ALTER INDEX event_of_record_id RENAME TO event_of_record;

-- What is in every 2,000 sequence numbers instead of 10,000, because a search reads the whole of what it cannot pass by.
-- It is noted from the oldest on, a second for some hundred thousand events; until then a search takes as long as it did.
-- event_stretch stays for instances of the version before, which run beside this one during an update, and goes with the
-- next migration.
CREATE TABLE event_summary (LIKE event_stretch INCLUDING ALL);
