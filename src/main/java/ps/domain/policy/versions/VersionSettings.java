package ps.domain.policy.versions;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What is asked of every new version.
 *
 * @param minimumNotice how long before a material change takes effect account holders have to be told of it
 */
@Validated
@ConfigurationProperties("policy")
record VersionSettings(
        @DurationMin(seconds = 0) @DurationMax(days = 365) @DefaultValue("14d")
        Duration minimumNotice) {}
