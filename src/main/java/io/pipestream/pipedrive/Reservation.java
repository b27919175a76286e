package io.pipestream.pipedrive;

import java.time.LocalDate;

/**
 * Tokens set aside for one call, in the ledger before the call is made.
 *
 * @param day      the day that pays, whenever the answer comes
 * @param standing the account's when the call was allowed
 */
record Reservation(String companyId, LocalDate day, Purpose purpose, int cost, Standing standing) {}
