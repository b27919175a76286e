package io.pipestream.hook;

import java.util.List;

import io.pipestream.journal.StretchReader;
import jakarta.inject.Singleton;

/** Keeps what enabled hooks have still to be told. */
@Singleton
class HookReader implements StretchReader {

    private final UpkeepRepository repository;

    HookReader(UpkeepRepository repository) {
        this.repository = repository;
    }

    @Override
    public List<Unread> unread() {
        return repository.unread();
    }
}
