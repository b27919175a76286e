package io.pipestream.journal;

import java.util.UUID;

/** Which rows of {@code event e} a {@link Stretch} has. */
final class StretchQuery {

    /** A later event that was not received by then does not count: what was spooled may be stored late. */
    private static final String IS_LAST_OF_RECORD = """
            NOT EXISTS (SELECT FROM event l
                         WHERE l.object = e.object AND l.record_id = e.record_id AND l.seq > e.seq
                           AND l.company_id = e.company_id AND l.seq <= ? AND l.received_at < ?)""";

    private StretchQuery() {}

    static Where of(Stretch stretch) {
        var selection = stretch.selection();
        var where = new Where()
                .and("e.seq > ?", stretch.after())
                .and("e.seq <= ?", stretch.through())
                .andIfGiven("e.company_id = ?", selection.companyId())
                .andIfGiven("e.object = ?", selection.object())
                .andIfGiven("e.action = ?", selection.action())
                .andIfGiven("e.record_id = ?", selection.recordId())
                .andIfGiven("e.trigger = ?", selection.trigger())
                .andIfGiven("e.received_at >= ?", selection.from())
                .andIfGiven("e.received_at < ?", selection.until());
        if (!selection.ids().isEmpty()) {
            where.and(EventConditions.IDS, (Object) selection.ids().toArray(UUID[]::new));
        }
        var asOf = stretch.stateAsOf();
        return asOf == null
                ? where
                : where.and("e.received_at < ?", asOf).and(IS_LAST_OF_RECORD, stretch.through(), asOf);
    }
}
