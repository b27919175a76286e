package io.pipestream.platform;

import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

import jakarta.inject.Singleton;

/** Tells whether Postgres is there. */
@Singleton
class PresenceRepository {

    private final DataSource postgres;

    PresenceRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** Why no connection is to be had; empty if one is. An interrupt cuts the trying short. */
    Optional<String> complaint() {
        try (var connection = postgres.getConnection()) {
            return connection.isValid(0) ? Optional.empty() : Optional.of("the connection is closed");
        } catch (SQLException e) {
            return Optional.of(e.toString());
        }
    }
}
