package io.pipestream.pipedrive;

import jakarta.inject.Singleton;

/** What is left of the accounts' tokens. */
@Singleton
public class Budgets {

    private final TokenLedger ledger;

    Budgets(TokenLedger ledger) {
        this.ledger = ledger;
    }

    /** Today's, by Pipedrive's midnight; nothing spent if we never called for the company. */
    public Budget today(String companyId) {
        return ledger.today(companyId);
    }
}
