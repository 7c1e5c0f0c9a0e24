package ps.domain.policy.notices;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import ps.domain.policy.text.Setting;

/**
 * How account holders are told.
 *
 * @param hold how long a notice waits after publication before the first mail goes out; staff can stop it meanwhile
 * @param canary how many mails go ahead, whose answers are looked at before the rest follows; 0 for none
 * @param refusalLimit the share of answers, from 0 to 1, that may be refusals before a notice is paused; 1 for any
 */
@ConfigurationProperties("policy.notices")
record NoticeSettings(
        @DefaultValue("10m") Duration hold,
        @DefaultValue("50") int canary,
        @DefaultValue("0.1") double refusalLimit) {

    NoticeSettings {
        Setting.requireBetween("policy.notices.hold", Duration.ZERO, Duration.ofDays(7), hold);
        Setting.requireBetween("policy.notices.canary", 0, 10_000, canary);
        Setting.requireBetween("policy.notices.refusal-limit", 0.0, 1.0, refusalLimit);
    }
}
