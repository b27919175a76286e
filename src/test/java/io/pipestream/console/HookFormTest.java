package io.pipestream.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Set;
import java.util.stream.Collectors;

import io.pipestream.hook.HookWish;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.Test;

class HookFormTest {

    @Test
    void whatTheApiRefusesForItsLengthTheFormRefusesWithALimit() {
        // Given
        var limited = Set.of(HookWish.class.getRecordComponents()).stream()
                .filter(part -> part.getAccessor().isAnnotationPresent(Size.class))
                .toList();

        for (var part : limited) {
            var most = part.getAccessor().getAnnotation(Size.class).max();
            var form = form();
            set(form, part.getName(), "x".repeat(most + 1));

            // When
            var told = catchThrowableOfType(HttpProblem.class, form::wish);

            // Then
            assertThat(told).as(part.getName()).isNotNull();
            assertThat(told.getStatusCode()).isEqualTo(400);
            assertThat(told.getDetail())
                    .isEqualToIgnoringCase("%s has %d characters; %d fit.".formatted(part.getName(), most + 1, most));
        }
        assertThat(limited.stream().map(part -> part.getName()).collect(Collectors.toSet()))
                .isEqualTo(Set.of("name", "url", "trigger", "filter"));
    }

    private static HookForm form() {
        var form = new HookForm();
        form.url = "https://flows.example.com/deals";
        form.trigger = "PIPEDRIVE_NEW_DEAL_TRIGGER";
        return form;
    }

    private static void set(HookForm form, String field, String value) {
        switch (field) {
            case "name" -> form.name = value;
            case "url" -> form.url = value;
            case "trigger" -> form.trigger = value;
            case "filter" -> form.filter = value;
            default -> throw new IllegalArgumentException("the form has no " + field);
        }
    }
}
