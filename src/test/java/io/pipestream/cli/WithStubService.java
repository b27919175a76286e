package io.pipestream.cli;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a service that answers as the test says, and a shell whose run file names it. */
@Timeout(60)
abstract class WithStubService {

    /** The shell's data folder. */
    @TempDir
    Path folder = Path.of("");

    StubService service;
    Shell shell;

    @BeforeEach
    void begin() throws IOException {
        service = new StubService();
        shell = Shell.of(folder, service.url(), "psk_stub", null);
    }

    @AfterEach
    void end() {
        service.close();
    }
}
