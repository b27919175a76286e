package io.pipestream.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.pipedrive.DefinitionList;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL for {@code definition_list} and {@code field_definition}. */
@Singleton
class CatalogueRepository {

    private static final String STATES = """
            SELECT connection_id, list, used_at, wanted_at, read_at, next_at, pages, problem, revision
              FROM definition_list
            """;

    private static final String ASK = """
            INSERT INTO definition_list AS known (connection_id, list, used_at, wanted_at)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (connection_id, list) DO UPDATE
               SET used_at = coalesce(excluded.used_at, known.used_at),
                   wanted_at = coalesce(known.wanted_at, excluded.wanted_at)
            """;

    private static final String BEGIN = """
            UPDATE definition_list SET next_at = ? WHERE connection_id = ? AND list = ?
            """;

    private static final String REFUSED = """
            UPDATE definition_list SET next_at = ?, problem = ? WHERE connection_id = ? AND list = ?
            """;

    /** Who asked after the reading began is not answered by it. */
    private static final String READ = """
            UPDATE definition_list
               SET read_at = ?, pages = ?, problem = NULL, revision = revision + 1,
                   wanted_at = CASE WHEN wanted_at > ? THEN wanted_at END
             WHERE connection_id = ? AND list = ?
            """;

    private static final String ADD = """
            INSERT INTO field_definition
                   (connection_id, list, key, option_id, valid_from, noticed_at, name, type, is_gone)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String DEFINITIONS = """
            SELECT list, key, option_id, valid_from, name, type, is_gone
              FROM field_definition
             WHERE connection_id = ?
            """;

    private final Statements statements;

    CatalogueRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** Of every connection. A list of a name that this version does not know is left out. */
    List<ListState> states() {
        return states(STATES, statement -> {});
    }

    List<ListState> states(UUID connectionId) {
        return states(STATES + " WHERE connection_id = ?", statement -> statement.setObject(1, connectionId));
    }

    private List<ListState> states(String sql, Statements.Binding binding) {
        var states = new ArrayList<ListState>();
        statements.each("reading the lists of names", sql, binding, row -> {
            var list = DefinitionList.of(row.getString(2));
            if (list.isPresent()) {
                states.add(new ListState(
                        row.getObject(1, UUID.class),
                        list.get(),
                        Timestamps.getOrNull(row, 3),
                        Timestamps.getOrNull(row, 4),
                        Timestamps.getOrNull(row, 5),
                        Timestamps.getOrNull(row, 6),
                        row.getInt(7),
                        row.getString(8),
                        row.getLong(9)));
            }
        });
        return states;
    }

    /** Notes who asked for a list; null if nobody did. */
    void ask(UUID connectionId, DefinitionList list, @Nullable Instant usedAt, @Nullable Instant wantedAt) {
        statements.update("asking for names", ASK, statement -> {
            statement.setObject(1, connectionId);
            statement.setString(2, list.word());
            Timestamps.set(statement, 3, usedAt);
            Timestamps.set(statement, 4, wantedAt);
        });
    }

    /** Before Pipedrive is asked, so that whoever comes after a crash knows that it was. */
    void begin(UUID connectionId, DefinitionList list, Instant nextAt) {
        statements.update("beginning to read names", BEGIN, statement -> {
            Timestamps.set(statement, 1, nextAt);
            statement.setObject(2, connectionId);
            statement.setString(3, list.word());
        });
    }

    void refused(UUID connectionId, DefinitionList list, Instant nextAt, String problem) {
        statements.update("noting why names were not read", REFUSED, statement -> {
            Timestamps.set(statement, 1, nextAt);
            statement.setString(2, problem);
            statement.setObject(3, connectionId);
            statement.setString(4, list.word());
        });
    }

    /** Stores what a reading brought; to be called in a transaction. */
    void store(UUID connectionId, DefinitionList list, List<History.Entry> news, int pages, Instant begunAt) {
        statements.update("storing the reading of names", READ, statement -> {
            Timestamps.set(statement, 1, begunAt);
            statement.setInt(2, pages);
            Timestamps.set(statement, 3, begunAt);
            statement.setObject(4, connectionId);
            statement.setString(5, list.word());
        });
        statements.run("storing names", ADD, statement -> {
            for (var entry : news) {
                statement.setObject(1, connectionId);
                statement.setString(2, list.word());
                statement.setString(3, entry.key());
                statement.setString(4, entry.optionId());
                Timestamps.set(statement, 5, entry.version().from());
                Timestamps.set(statement, 6, begunAt);
                statement.setString(7, entry.version().name());
                statement.setString(8, entry.version().type());
                statement.setBoolean(9, entry.version().isGone());
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    /** All that the connection's lists ever said; a list without any definition is missing. */
    Map<DefinitionList, Glossary> glossaries(UUID connectionId) {
        var builders = new EnumMap<DefinitionList, GlossaryBuilder>(DefinitionList.class);
        statements.each("reading names", DEFINITIONS, statement -> statement.setObject(1, connectionId), row -> {
            Optional<DefinitionList> list = DefinitionList.of(row.getString(1));
            if (list.isPresent()) {
                var from = Timestamps.get(row, 4);
                builders.computeIfAbsent(list.get(), any -> new GlossaryBuilder())
                        .add(
                                row.getString(2),
                                row.getString(3),
                                new Version(from, row.getString(5), row.getString(6), row.getBoolean(7)));
            }
        });
        var glossaries = new HashMap<DefinitionList, Glossary>();
        builders.forEach((list, builder) -> glossaries.put(list, builder.build()));
        return glossaries;
    }
}
