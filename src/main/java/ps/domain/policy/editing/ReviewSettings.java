package ps.domain.policy.editing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How drafts are reviewed.
 *
 * @param fourEyes whether nobody may approve a draft that they edited; switch it off for a company of one
 */
@Validated
@ConfigurationProperties("policy")
record ReviewSettings(@DefaultValue("true") boolean fourEyes) {}
