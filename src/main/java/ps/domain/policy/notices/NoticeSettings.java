package ps.domain.policy.notices;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How account holders are told.
 *
 * @param hold how long a notice waits after publication before the first mail goes out; staff can stop it meanwhile
 */
@Validated
@ConfigurationProperties("policy.notices")
record NoticeSettings(
        @DurationMin(seconds = 0) @DurationMax(days = 7) @DefaultValue("10m")
        Duration hold) {}
