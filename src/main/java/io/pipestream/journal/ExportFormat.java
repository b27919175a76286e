package io.pipestream.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.pipestream.platform.Problems;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** How an export is written. */
enum ExportFormat {
    /** A line for each event, as the API shows it. */
    NDJSON("application/x-ndjson") {
        @Override
        Lines open(OutputStream out, ObjectMapper json) {
            var writer = json.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            return event -> {
                out.write(writer.writeValueAsBytes(event));
                out.write('\n');
            };
        }
    },
    /** A row for each event, with its record's parts as JSON in the last cells. */
    CSV("text/csv; charset=UTF-8") {
        @Override
        Lines open(OutputStream out, ObjectMapper json) throws IOException {
            return new Rows(out);
        }
    };

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is open for writing, one event after the other. */
    @FunctionalInterface
    interface Lines {
        void write(StoredEvent event) throws IOException;

        /** All that was written is in the stream. */
        default void flush() throws IOException {
            // unless something stands between, it is
        }
    }

    /** Writes to the stream, and does not close it. */
    abstract Lines open(OutputStream out, ObjectMapper json) throws IOException;

    static ExportFormat of(String word) {
        for (var format : values()) {
            if (format.ending().equals(word)) {
                return format;
            }
        }
        throw Problems.of(Status.BAD_REQUEST, "format-invalid", "format is ndjson or csv.");
    }

    private static final class Rows implements Lines {

        private static final CsvSchema COLUMNS = CsvSchema.builder()
                .addColumn("sequence")
                .addColumn("id")
                .addColumn("type")
                .addColumn("company_id")
                .addColumn("object")
                .addColumn("record_id")
                .addColumn("occurred_at")
                .addColumn("received_at")
                .addColumn("source")
                .addColumn("state")
                .addColumn("topic")
                .addColumn("partition")
                .addColumn("offset")
                .addColumn("problem")
                .addColumn("trigger")
                .addColumn("payload_json")
                .addColumn("object_json")
                .addColumn("previous_json")
                .addColumn("meta_json")
                .build()
                .withHeader();

        /** What a spreadsheet takes for the beginning of a formula. */
        private static final String FORMULA = "=+-@\t\r\n";

        private final SequenceWriter rows;

        Rows(OutputStream out) throws IOException {
            this.rows = new CsvMapper()
                    .writer(COLUMNS)
                    .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .writeValues(out);
        }

        @Override
        public void write(StoredEvent event) throws IOException {
            var key = event.key().split(":", 3);
            rows.write(new @Nullable String[] {
                Long.toString(event.sequence()),
                event.id().toString(),
                event.type(),
                safe(key[0]),
                safe(key[1]),
                safe(key[2]),
                event.occurredAt().toString(),
                event.receivedAt().toString(),
                event.source(),
                event.state().name().toLowerCase(Locale.ROOT),
                safe(event.topic()),
                text(event.partition()),
                text(event.offset()),
                safe(event.problem()),
                event.trigger(),
                text(event.payload()),
                text(event.object()),
                text(event.previous()),
                text(event.meta())
            });
        }

        @Override
        public void flush() throws IOException {
            rows.flush();
        }

        private static @Nullable String text(@Nullable Object value) {
            return value == null ? null : safe(value.toString());
        }

        /** Nothing in it is a formula: an apostrophe in front makes it text. */
        private static @Nullable String safe(@Nullable String cell) {
            return cell == null || cell.isEmpty() || FORMULA.indexOf(cell.charAt(0)) < 0 ? cell : '\'' + cell;
        }
    }
}
