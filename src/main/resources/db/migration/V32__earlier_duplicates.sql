-- Duplicates that came before V31. Of its own, so that reading the whole table holds no lock that stops deliveries.
UPDATE delivery d
   SET duplicate = true
 WHERE d.event_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM event e WHERE e.delivery_id = d.id);
