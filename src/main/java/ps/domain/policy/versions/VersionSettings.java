package ps.domain.policy.versions;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import ps.domain.policy.text.Setting;

/**
 * What is asked of every new version.
 *
 * @param minimumNotice how long before a material change takes effect account holders have to be told of it
 */
@ConfigurationProperties("policy")
record VersionSettings(@DefaultValue("14d") Duration minimumNotice) {

    VersionSettings {
        Setting.requireBetween("policy.minimum-notice", Duration.ZERO, Duration.ofDays(365), minimumNotice);
    }
}
