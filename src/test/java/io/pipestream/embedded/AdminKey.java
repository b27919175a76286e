package io.pipestream.embedded;

import java.io.IOException;
import java.nio.file.Files;

/** The key of the management API: the user's own, or one made at the first start and kept. */
final class AdminKey {

    /** Tells people and secret scanners what a string that turns up somewhere is. */
    private static final String PREFIX = "psk_";

    private AdminKey() {}

    /** Shows a new key, this once. */
    static String of(DataFolder folder, Settings settings, Progress progress) throws IOException {
        var given = settings.adminKey();
        if (given != null) {
            return given;
        }
        var file = folder.adminKeyFile();
        var isNew = !Files.exists(file);
        var key = SecretFile.readOrCreate(file, PREFIX);
        if (isNew) {
            progress.newKey(key, file);
        }
        return key;
    }
}
