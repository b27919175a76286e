package io.pipestream.hook;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import io.pipestream.journal.FeedRepository;
import io.pipestream.platform.Problems;
import io.pipestream.platform.SecretBox;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** Rows of {@code hook}, in short transactions. A change holds the row, for calls may disable it meanwhile. */
@Singleton
class HookStore {

    private final HealthRepository healths;
    private final FeedRepository journal;
    private final SecretBox box;
    private final Clock clock;

    HookStore(HealthRepository healths, FeedRepository journal, SecretBox box, Clock clock) {
        this.healths = healths;
        this.journal = journal;
        this.box = box;
        this.clock = clock;
    }

    /**
     * Committed before anybody hears of it, so every event that is stored after the answer is one for it.
     *
     * @param fill writes what it is to be
     */
    @Transactional
    Hook add(String secret, Consumer<Hook> fill) {
        var id = UUID.randomUUID();
        var hook = new Hook(id, seal(id, secret), journal.end(), clock.instant());
        fill.accept(hook);
        hook.persistAndFlush();
        healths.add(id);
        return hook;
    }

    @Transactional
    List<Hook> all() {
        return Hook.list("order by createdAt, id");
    }

    /** Throws 404 {@code hook-not-found}. */
    @Transactional
    Hook get(UUID id) {
        return Hook.<Hook>findByIdOptional(id).orElseThrow(() -> Problems.notFound("hook", id));
    }

    /** Likewise. */
    @Transactional
    Hook change(UUID id, Consumer<Hook> change) {
        var hook = Hook.<Hook>findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> Problems.notFound("hook", id));
        change.accept(hook);
        return hook;
    }

    @Transactional
    Hook rotate(UUID id, String secret, Duration overlap) {
        return change(id, hook -> hook.rotate(seal(id, secret), clock.instant(), overlap));
    }

    /** Its calls begin anew: what was wrong is said to be mended. */
    @Transactional
    Hook enable(UUID id) {
        var hook = change(id, row -> row.enable(journal.end(), clock.instant()));
        healths.reset(id);
        return hook;
    }

    @Transactional
    Hook disable(UUID id, @Nullable String why) {
        return change(id, hook -> hook.disable(why, clock.instant()));
    }

    /** With everything that was to be delivered. */
    @Transactional
    void remove(UUID id) {
        change(id, Hook::delete);
    }

    /** What signs now: the secret, and the one before for as long as it is good. */
    List<String> secrets(Endpoint endpoint) {
        var now = clock.instant();
        var secret = box.open(endpoint.secret(), place(endpoint.hookId()));
        var former = endpoint.formerSecret();
        return former == null || endpoint.formerUntil() == null || !now.isBefore(endpoint.formerUntil())
                ? List.of(secret)
                : List.of(secret, box.open(former, place(endpoint.hookId())));
    }

    private String seal(UUID id, String secret) {
        return box.seal(secret, place(id));
    }

    private static String place(UUID id) {
        return "hook/" + id + "/secret";
    }
}
