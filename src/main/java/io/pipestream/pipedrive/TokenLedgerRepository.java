package io.pipestream.pipedrive;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL for {@code token_ledger} and {@code token_budget}. */
@Singleton
class TokenLedgerRepository {

    private static final String DOING = "the token ledger";

    /** An update that changes nothing, for its row lock: whoever reserves for the company next waits for our commit. */
    private static final String LOCK = """
            INSERT INTO token_budget (company_id)
            VALUES (?)
            ON CONFLICT (company_id) DO UPDATE SET company_id = excluded.company_id
            RETURNING daily_tokens, hold, held_until
            """;

    private static final String STANDING = """
            SELECT daily_tokens, hold, held_until FROM token_budget WHERE company_id = ?
            """;

    private static final String SPENT = """
            SELECT purpose, tokens FROM token_ledger WHERE company_id = ? AND day = ?
            """;

    private static final String SPEND = """
            INSERT INTO token_ledger AS ledger (company_id, day, purpose, tokens, calls)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (company_id, day, purpose) DO UPDATE
               SET tokens = ledger.tokens + excluded.tokens, calls = ledger.calls + excluded.calls
            """;

    private static final String LEARN = """
            INSERT INTO token_budget (company_id, daily_tokens)
            VALUES (?, ?)
            ON CONFLICT (company_id) DO UPDATE SET daily_tokens = excluded.daily_tokens
            """;

    private static final String HOLD = """
            INSERT INTO token_budget AS budget (company_id, hold, held_until)
            VALUES (?, ?, ?)
            ON CONFLICT (company_id) DO UPDATE
               SET hold = excluded.hold, held_until = excluded.held_until
             WHERE budget.hold IS NULL
                OR budget.held_until <= ?
                OR (budget.hold = 'day_spent' AND excluded.hold = 'blocked')
            """;

    private static final String LIFT = """
            UPDATE token_budget SET hold = NULL, held_until = NULL WHERE company_id = ? AND hold = ?
            """;

    private final Statements statements;

    TokenLedgerRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** Until the running transaction ends, nobody else may lock the company, on whichever instance. */
    Standing lock(String companyId) {
        return standing(LOCK, companyId);
    }

    Standing standing(String companyId) {
        return standing(STANDING, companyId);
    }

    Map<Purpose, Long> spent(String companyId, LocalDate day) {
        var spent = new EnumMap<Purpose, Long>(Purpose.class);
        statements.each(
                DOING,
                SPENT,
                statement -> {
                    statement.setString(1, companyId);
                    statement.setObject(2, day);
                },
                row -> spent.put(Purpose.valueOf(row.getString(1).toUpperCase(Locale.ROOT)), row.getLong(2)));
        return spent;
    }

    /** Adds to what the day has spent; negative numbers give it back. */
    void spend(String companyId, LocalDate day, Purpose purpose, int tokens, int calls) {
        statements.update(DOING, SPEND, statement -> {
            statement.setString(1, companyId);
            statement.setObject(2, day);
            statement.setString(3, purpose.word());
            statement.setLong(4, tokens);
            statement.setLong(5, calls);
        });
    }

    void learn(String companyId, long daily) {
        statements.update(DOING, LEARN, statement -> {
            statement.setString(1, companyId);
            statement.setLong(2, daily);
        });
    }

    /** Whether the account was not held like this before. A hold that is still on is not prolonged. */
    boolean hold(String companyId, Hold hold, Instant now) {
        return statements.updateOne(DOING, HOLD, statement -> {
            statement.setString(1, companyId);
            statement.setString(2, word(hold.kind()));
            Timestamps.set(statement, 3, hold.until());
            Timestamps.set(statement, 4, now);
        });
    }

    void lift(String companyId, Hold.Kind kind) {
        statements.update(DOING, LIFT, statement -> {
            statement.setString(1, companyId);
            statement.setString(2, word(kind));
        });
    }

    private Standing standing(String sql, String companyId) {
        return statements
                .first(
                        DOING,
                        sql,
                        statement -> statement.setString(1, companyId),
                        row -> new Standing(row.getObject(1, Long.class), hold(row)))
                .orElse(new Standing(null, null));
    }

    private static @Nullable Hold hold(ResultSet row) throws SQLException {
        var kind = row.getString(2);
        return kind == null ? null : new Hold(Hold.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), Timestamps.get(row, 3));
    }

    private static String word(Hold.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
