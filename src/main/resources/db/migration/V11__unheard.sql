-- What happened while Pipedrive may not have reached us counts towards a ban that our door knows nothing of. Between a
-- ban's length after the first of it and after the last of it such a ban may end.
ALTER TABLE registration
    ADD COLUMN unheard_from  timestamptz,              -- the first of it; null if there is nothing
    ADD COLUMN unheard_until timestamptz;              -- the last of it
