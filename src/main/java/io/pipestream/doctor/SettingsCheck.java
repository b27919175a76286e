package io.pipestream.doctor;

import java.util.List;

import io.pipestream.platform.Check;
import io.pipestream.platform.CheckResult;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Whether settings contradict each other, or are unsafe with a real account. One that cannot be read stops the start. */
@Singleton
class SettingsCheck implements Check {

    private final Settings settings;

    SettingsCheck(Config config) {
        this.settings = new Settings(config);
    }

    @Override
    public String part() {
        return "settings";
    }

    @Override
    public List<CheckResult> look() {
        return List.of(
                AccountRules.publicUrl(settings),
                AccountRules.baseUrl(settings),
                AccountRules.adminKey(settings),
                AccountRules.secretsKey(settings),
                AccountRules.oauth(settings),
                LimitRules.patience(settings),
                LimitRules.grace(settings),
                LimitRules.horizon(settings),
                LimitRules.share(settings),
                LimitRules.ban(settings),
                LimitRules.journalConnections(settings),
                LimitRules.bodySize(settings),
                LimitRules.spooledSize(settings));
    }
}
