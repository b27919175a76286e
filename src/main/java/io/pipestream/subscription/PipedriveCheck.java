package io.pipestream.subscription;

import java.util.ArrayList;
import java.util.List;

import io.pipestream.connection.ConnectionState;
import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.Budgets;
import io.pipestream.pipedrive.PipedriveClient;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.platform.Check;
import io.pipestream.platform.CheckResult;
import jakarta.inject.Singleton;

/** Whether Pipedrive accepts us, has our webhooks, leaves us tokens, and shares our idea of the time. */
@Singleton
class PipedriveCheck implements Check {

    /** What background work may have used of its share before somebody should know. */
    private static final double NEARLY_SPENT = 0.9;

    /** A date header has whole seconds; polling overlaps by two minutes. */
    private static final long CLOCKS_MAY_DIFFER_SECONDS = 10;

    private final Connections connections;
    private final PipedriveClient pipedrive;
    private final Budgets budgets;
    private final WebhookLook webhooks;

    PipedriveCheck(Connections connections, PipedriveClient pipedrive, Budgets budgets, WebhookLook webhooks) {
        this.connections = connections;
        this.pipedrive = pipedrive;
        this.budgets = budgets;
        this.webhooks = webhooks;
    }

    @Override
    public String part() {
        return "pipedrive";
    }

    @Override
    public List<CheckResult> look() {
        var all = connections.all();
        if (all.isEmpty()) {
            return List.of(
                    CheckResult.fail(
                            "pipedrive.account",
                            "No account is connected, so nothing is heard.",
                            "Set PIPEDRIVE_API_TOKEN and restart, or POST the token to /api/connections. If it is set, the log has the reason: \"account not connected\"."));
        }
        var results = new ArrayList<CheckResult>();
        for (var connection : all) {
            results.addAll(of(connection));
        }
        return results;
    }

    private List<CheckResult> of(Connections.Ref connection) {
        var who = "Company " + connection.companyId() + ": ";
        var results = new ArrayList<CheckResult>();
        try {
            var me = pipedrive.me(connection.account(), Purpose.OPERATOR);
            results.add(credentials(who + me.companyDomain() + ", as user " + me.userId() + '.', connection));
            results.add(webhooks.look(connection, who));
        } catch (PipedriveRefusedException e) {
            results.add(CheckResult.fail(
                    "pipedrive.answers",
                    who + "Pipedrive refused us (" + e.reason().name() + ").",
                    e.advice()));
        }
        results.add(budget(connection, who));
        results.add(clock());
        return results;
    }

    private CheckResult credentials(String found, Connections.Ref connection) {
        var state = connections.state(connection.id());
        return state == ConnectionState.ACTIVE
                ? CheckResult.ok("pipedrive.answers", found)
                : CheckResult.warn(
                        "pipedrive.answers",
                        found + " It answers now, and is still held to be " + state.word() + '.',
                        "Run ./pipestream connections test, or POST /api/connections/" + connection.id() + "/test.");
    }

    private CheckResult budget(Connections.Ref connection, String who) {
        var budget = budgets.today(connection.companyId());
        var found = who + budget.background() + " of " + budget.cap()
                + " tokens are used that background work has today, of " + budget.daily() + " of the account.";
        return budget.background() < budget.cap() * NEARLY_SPENT
                ? CheckResult.ok("pipedrive.tokens", found)
                : CheckResult.warn(
                        "pipedrive.tokens",
                        found + " Checks, polling and repairs wait for " + budget.resetsAt() + '.',
                        "Raise pipestream.pipedrive.background-share, subscribe to fewer events, or wait.");
    }

    private CheckResult clock() {
        var name = "clock.pipedrive";
        var offset = pipedrive.clockOffset();
        if (offset == null) {
            return CheckResult.ok(name, "Pipedrive did not tell its time.");
        }
        var found =
                "Pipedrive's clock differs from ours by about " + offset.abs().toSeconds() + " s.";
        return offset.abs().toSeconds() <= CLOCKS_MAY_DIFFER_SECONDS
                ? CheckResult.ok(name, found)
                : CheckResult.fail(
                        name,
                        found + " Polling reads from the wrong time, and changes can be missed.",
                        "Run a time service (chrony, systemd-timesyncd) on this machine.");
    }
}
