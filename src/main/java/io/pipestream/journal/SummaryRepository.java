package io.pipestream.journal;

import java.util.TreeSet;
import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import jakarta.inject.Singleton;

/**
 * SQL for {@code event_summary}: what is in every 2,000 sequence numbers, so that a search by time, company or source
 * passes those by that cannot have it. Events never change, and none appears below one that was seen, so a note is
 * true for ever once its stretch is full.
 */
@Singleton
class SummaryRepository {

    private static final String RULED_OUT = """
            SELECT s.number FROM event_summary s %s
            """;

    /** Of the oldest full stretches that are not noted, a few. More companies than an index page holds are not noted. */
    private static final String NOTE = """
            INSERT INTO event_summary (number, received_from, received_to, occurred_from, occurred_to, companies, sources,
                                       objects, actions, triggers)
            SELECT todo.number, min(e.received_at), max(e.received_at), min(e.occurred_at), max(e.occurred_at),
                   CASE WHEN count(DISTINCT e.company_id) <= 64
                        THEN coalesce(array_agg(DISTINCT e.company_id) FILTER (WHERE e.seq IS NOT NULL), '{}')
                   END,
                   coalesce(array_agg(DISTINCT e.source) FILTER (WHERE e.seq IS NOT NULL), '{}'),
                   coalesce(array_agg(DISTINCT e.object) FILTER (WHERE e.seq IS NOT NULL), '{}'),
                   coalesce(array_agg(DISTINCT e.action) FILTER (WHERE e.seq IS NOT NULL), '{}'),
                   coalesce(array_agg(DISTINCT e.trigger) FILTER (WHERE e.trigger IS NOT NULL), '{}')
              FROM (SELECT n AS number
                      FROM generate_series(coalesce((SELECT max(number) + 1 FROM event_summary),
                                                    (SELECT min(seq) / ? FROM event)),
                                           (SELECT max(seq) / ? - 1 FROM event)) AS n
                     ORDER BY n
                     LIMIT ?) todo
              LEFT JOIN event e ON e.seq >= todo.number * ? AND e.seq < (todo.number + 1) * ?
             GROUP BY todo.number
            ON CONFLICT (number) DO NOTHING
            """;

    private final Statements statements;

    /** Its planner is told not to scan, see application.properties. */
    private final Statements inJournal;

    SummaryRepository(DataSource postgres, @io.quarkus.agroal.DataSource("journal") DataSource journal) {
        this.statements = new Statements(postgres);
        this.inJournal = new Statements(journal);
    }

    /** What is ruled out between these numbers; nothing if the filter asks for nothing that is noted. */
    RuledOut unlikely(EventFilter filter, long fromSeq, long toSeq) {
        var matches = matching(filter);
        if (matches.isEmpty()) {
            return new RuledOut(new TreeSet<>());
        }
        var where = new Where().and("s.number BETWEEN ? AND ?", RuledOut.of(fromSeq), RuledOut.of(toSeq));
        where.not(matches);
        var numbers = statements.list(
                "reading the journal's stretches",
                where.in(RULED_OUT),
                statement -> EventRepository.bind(statement, where, 0),
                row -> row.getLong(1));
        return new RuledOut(new TreeSet<>(numbers));
    }

    /** Notes the next ones, and says how many: 0 if there are no more. */
    int note(int most) {
        return inJournal.update("noting the journal's stretches", NOTE, statement -> {
            statement.setLong(1, RuledOut.LENGTH);
            statement.setLong(2, RuledOut.LENGTH);
            statement.setInt(3, most);
            statement.setLong(4, RuledOut.LENGTH);
            statement.setLong(5, RuledOut.LENGTH);
        });
    }

    /** An empty stretch has no times, and so matches nothing that asks for one. */
    private static Where matching(EventFilter filter) {
        var where = new Where()
                .andIfGiven("coalesce(s.received_to >= ?, false)", filter.receivedFrom())
                .andIfGiven("coalesce(s.received_from < ?, false)", filter.receivedTo())
                .andIfGiven("coalesce(s.occurred_to >= ?, false)", filter.occurredFrom())
                .andIfGiven("coalesce(s.occurred_from < ?, false)", filter.occurredTo())
                .andIfGiven("coalesce(? = ANY (s.companies), true)", filter.companyId())
                .andIfGiven("? = ANY (s.objects)", filter.object())
                .andIfGiven("? = ANY (s.actions)", filter.action())
                .andIfGiven("? = ANY (s.triggers)", filter.trigger());
        return filter.sources().isEmpty()
                ? where
                : where.and("s.sources && ?::text[]", (Object) filter.sources().toArray(String[]::new));
    }
}
