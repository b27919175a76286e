package io.pipestream.connection;

import java.time.Instant;
import java.util.UUID;

import io.pipestream.pipedrive.Account;
import io.pipestream.pipedrive.Me;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** A row of {@code connection}. Few rows and edited by people, hence Panache. Never leaves this package. */
@Entity
class Connection extends PanacheEntityBase {

    @Id
    UUID id;

    @Column(name = "company_id")
    String companyId;

    @Column(name = "company_domain")
    String companyDomain;

    @Column(name = "company_name")
    String companyName;

    @Column(name = "user_id")
    String userId;

    @Column(name = "api_token")
    String apiToken;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    int version;

    /** For Hibernate only. */
    @SuppressWarnings("NullAway.Init")
    protected Connection() {}

    Connection(UUID id, Me me, String apiToken, Instant createdAt) {
        this.id = id;
        this.companyId = me.companyId();
        this.companyDomain = me.companyDomain();
        this.companyName = me.companyName();
        this.userId = me.userId();
        this.apiToken = apiToken;
        this.createdAt = createdAt;
    }

    /** Takes a newer token of the same account, and what Pipedrive says of the account now. */
    void renew(Me me, String apiToken) {
        this.companyDomain = me.companyDomain();
        this.companyName = me.companyName();
        this.userId = me.userId();
        this.apiToken = apiToken;
    }

    Account account() {
        return Account.ofToken(companyId, companyDomain, apiToken);
    }
}
