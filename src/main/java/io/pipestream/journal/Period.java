package io.pipestream.journal;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** How long a partition of the journal is. Days are of UTC, weeks begin on Monday. */
public enum Period {
    DAY,
    WEEK,
    MONTH;

    /** The period in which the time lies. */
    TimeRange around(Instant time) {
        var day = LocalDate.ofInstant(time, ZoneOffset.UTC);
        return switch (this) {
            case DAY -> days(day, day.plusDays(1));
            case WEEK -> {
                var monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                yield days(monday, monday.plusWeeks(1));
            }
            case MONTH -> days(day.withDayOfMonth(1), day.withDayOfMonth(1).plusMonths(1));
        };
    }

    /** A time in this period and one in each of those that follow. */
    List<Instant> next(Instant time, int following) {
        var times = new ArrayList<Instant>();
        times.add(time);
        for (int i = 0; i < following; i++) {
            times.add(around(times.getLast()).until());
        }
        return times;
    }

    /**
     * What has to be added to ranges so that each of the times lies in one. What is added is a period, cut where it would
     * overlap one that is there, for those may have been made with another setting.
     */
    List<TimeRange> missing(Collection<TimeRange> present, Collection<Instant> times) {
        var added = new ArrayList<TimeRange>();
        for (var time : new TreeSet<>(times)) {
            var all = new ArrayList<>(present);
            all.addAll(added);
            if (all.stream().noneMatch(range -> range.contains(time))) {
                added.add(between(all, time));
            }
        }
        return added;
    }

    private TimeRange between(List<TimeRange> others, Instant time) {
        var whole = around(time);
        var from = others.stream()
                .map(TimeRange::until)
                .filter(end -> !end.isAfter(time))
                .max(Comparator.naturalOrder())
                .filter(end -> end.isAfter(whole.from()))
                .orElse(whole.from());
        var until = others.stream()
                .map(TimeRange::from)
                .filter(begin -> begin.isAfter(time))
                .min(Comparator.naturalOrder())
                .filter(begin -> begin.isBefore(whole.until()))
                .orElse(whole.until());
        return new TimeRange(from, until);
    }

    private static TimeRange days(LocalDate from, LocalDate until) {
        return new TimeRange(
                from.atStartOfDay(ZoneOffset.UTC).toInstant(),
                until.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
