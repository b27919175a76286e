package io.pipestream.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay writes to no topic that is somebody else's. */
class SideTopicNameTest {

    private static final UUID ID = UUID.fromString("0b0c5a3e-7a53-4c1e-9a51-0d6a2c9b7f10");

    @Test
    void aTopicWithoutANameIsCalledAfterItsReplay() {
        assertThat(SideTopicName.of(null, "crm", ID)).isEqualTo("crm.replay." + ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"team-a.deals", "crm.replay.march", "pipedrive.deal.added", "crm", "crmx.deal.added"})
    void aNameThatIsNobodyElsesIsTaken(String name) {
        assertThat(SideTopicName.of(name, "crm", ID)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "a/b",
                "deals!",
                "crm.deal.added",
                "crm.control",
                "crm.spool",
                "crm.relay-progress",
                "crm.replay-progress",
                "crm.replay",
                "team.dlq"
            })
    void aNameThatKafkaDoesNotTakeOrThatIsOursIsRefused(String name) {
        assertThatThrownBy(() -> SideTopicName.of(name, "crm", ID)).isInstanceOf(HttpProblem.class);
    }

    @Test
    void aNameIsNotSoLongThatADeadLetterTopicHasNone() {
        assertThat(SideTopicName.of("x".repeat(240), "crm", ID)).hasSize(240);
        assertThatThrownBy(() -> SideTopicName.of("x".repeat(241), "crm", ID)).isInstanceOf(HttpProblem.class);
    }
}
