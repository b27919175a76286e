package io.pipestream.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.util.Map;
import java.util.UUID;

import io.pipestream.platform.Problems;
import io.pipestream.schema.Schemas;
import io.pipestream.trigger.Triggers;
import jakarta.inject.Singleton;

/** Sends a hook a sample of its trigger, marked as one: signed, and along the same way as everything else. */
@Singleton
class HookTrial {

    private final Triggers triggers;
    private final Schemas schemas;
    private final Calls calls;
    private final Clock clock;

    HookTrial(Triggers triggers, Schemas schemas, Calls calls, Clock clock) {
        this.triggers = triggers;
        this.schemas = schemas;
        this.calls = calls;
        this.clock = clock;
    }

    /** Calls it now, whether it is enabled or not. */
    TestResult run(Hook hook) throws InterruptedException {
        var message = sample(hook);
        var from = System.nanoTime();
        var answer = calls.make(Endpoint.of(hook, 1), message);
        var millis = (System.nanoTime() - from) / 1_000_000;
        return switch (answer) {
            case Answer.Accepted(var status) -> new TestResult(true, status, millis, null, null, message.id());
            case Answer.Refused refused ->
                new TestResult(false, refused.status(), millis, refused.problem(), refused.text(), message.id());
            case Answer.Failed(var problem) -> new TestResult(false, null, millis, problem, null, message.id());
            case Answer.Forbidden(var problem) -> new TestResult(false, null, millis, problem, null, message.id());
            case Answer.NoEvent gone -> throw new IllegalStateException("a sample is not in the journal");
        };
    }

    private Message sample(Hook hook) {
        var trigger = triggers.bySlug(hook.trigger).orElseThrow(() -> Problems.notFound("trigger", hook.trigger));
        var sample = schemas.sample(trigger.type());
        var body = hook.content == HookContent.EVENT ? sample : trigger.payload(sample);
        var id = UUID.randomUUID();
        var headers = Map.of(
                "ce-specversion",
                "1.0",
                "ce-id",
                id.toString(),
                "ce-source",
                "/pipedrive/test",
                "ce-type",
                trigger.type().name(),
                "ce-time",
                clock.instant().toString(),
                "ce-test",
                "true");
        return new Message("msg_test_" + id, headers, body.toString().getBytes(UTF_8));
    }
}
