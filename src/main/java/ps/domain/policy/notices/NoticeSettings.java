package ps.domain.policy.notices;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
 * @param canary how many mails go ahead, whose answers are looked at before the rest follows; 0 for none
 * @param refusalLimit the share of answers, from 0 to 1, that may be refusals before a notice is paused; 1 for any
 */
@Validated
@ConfigurationProperties("policy.notices")
record NoticeSettings(
        @DurationMin(seconds = 0) @DurationMax(days = 7) @DefaultValue("10m")
        Duration hold,

        @Min(0) @Max(10_000) @DefaultValue("50") int canary,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.1")
        double refusalLimit) {}
