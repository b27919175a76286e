-- What the console's charts show: one row for each figure that was not zero in a minute, over all instances.
CREATE TABLE console_minute (
    minute          timestamptz NOT NULL,
    figure          text        NOT NULL,              -- see console/Figure
    count           bigint      NOT NULL,
    total           double precision NOT NULL,         -- of what was measured, seconds for one; 0 for mere counts
    PRIMARY KEY (minute, figure)
);

-- How far the journal's events are counted into it.
CREATE TABLE console_counted (
    one             boolean     PRIMARY KEY DEFAULT true CHECK (one),
    through         bigint      NOT NULL               -- sequence number of the last event that is counted
);
