package io.pipestream.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.pipestream.support.Api;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Pipedrive refuses, and what we make of it. */
@QuarkusTest
class PipedriveClientTest {

    private static final int WEBHOOKS_PER_USER = 40;

    private final PipedriveClient pipedrive;

    PipedriveClientTest(PipedriveClient pipedrive) {
        this.pipedrive = pipedrive;
    }

    @AfterEach
    void onlyTheServicesOwnWebhooksAreLeft() {
        for (var webhook : pipedrive.webhooks(admin(), Purpose.OPERATOR)) {
            if (webhook.subscriptionUrl().contains("/webhooks/client-test")) {
                pipedrive.deleteWebhook(admin(), Purpose.OPERATOR, webhook.id());
            }
        }
    }

    @Test
    void aCallbackThatCannotBeReachedIsRefusedWithTheSettingToLookAt() {
        // When
        var refused = catchThrowableOfType(
                PipedriveRefusedException.class,
                () -> pipedrive.createWebhook(
                        admin(), Purpose.OPERATOR, webhook("http://127.0.0.1:1/webhooks/nobody")));

        // Then
        assertThat(refused.reason()).isEqualTo(Reason.INVALID);
        assertThat(refused.advice()).contains("PIPESTREAM_PUBLIC_URL").contains("subscription_url");
    }

    @Test
    void theFortyFirstWebhookIsRefusedAsOneTooMany() {
        // When
        var refused = catchThrowableOfType(PipedriveRefusedException.class, () -> {
            for (int i = 0; i <= WEBHOOKS_PER_USER; i++) {
                pipedrive.createWebhook(admin(), Purpose.OPERATOR, webhook(Api.url("/webhooks/client-test-" + i)));
            }
        });

        // Then
        assertThat(refused.reason()).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(refused.advice()).contains("40");
    }

    @Test
    void aWebhookThatIsGoneIsDeletedWithoutComplaint() {
        // Given
        var id = pipedrive
                .createWebhook(admin(), Purpose.OPERATOR, webhook(Api.url("/webhooks/client-test")))
                .id();

        // When
        pipedrive.deleteWebhook(admin(), Purpose.OPERATOR, id);
        pipedrive.deleteWebhook(admin(), Purpose.OPERATOR, id);

        // Then
        assertThat(pipedrive.webhooks(admin(), Purpose.OPERATOR))
                .extracting(Webhook::id)
                .doesNotContain(id);
    }

    @Test
    void aWebhookIsListedAsItWasCreated() {
        // Given
        var wanted = webhook(Api.url("/webhooks/client-test"));

        // When
        var created = pipedrive.createWebhook(admin(), Purpose.OPERATOR, wanted);

        // Then
        assertThat(pipedrive.webhooks(admin(), Purpose.OPERATOR)).contains(created);
        assertThat(created)
                .extracting(
                        Webhook::subscriptionUrl, Webhook::action, Webhook::object, Webhook::version, Webhook::active)
                .containsExactly(wanted.subscriptionUrl(), "create", "product", "2.0", true);
        assertThat(created.httpPassword()).isEqualTo(wanted.httpPassword());
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme.pipedrive.com", "evil.example/", "a b", "", "-acme"})
    void aDomainThatIsMoreThanALabelIsNeverCalled(String domain) {
        assertThatThrownBy(() -> Account.ofToken("1", domain, "token")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void secretsAreNotShown() {
        assertThat(admin() + " " + webhook("http://127.0.0.1/") + " "
                        + new Webhook(
                                "1",
                                "http://127.0.0.1/",
                                "create",
                                "deal",
                                "2.0",
                                true,
                                "9",
                                "user",
                                "hidden-password"))
                .doesNotContain(SandboxClient.token())
                .doesNotContain("hidden-password");
    }

    private static Account admin() {
        return Account.ofToken("7301", "sandbox", SandboxClient.token());
    }

    private static NewWebhook webhook(String url) {
        return new NewWebhook(url, "create", "product", "2.0", "client test", "user", "hidden-password");
    }
}
