package ps.domain.policy.staff;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How what one person wrote is approved by another.
 *
 * @param fourEyes whether nobody may approve a draft that they edited; switch it off for a company of one
 */
@ConfigurationProperties("policy")
public record ReviewSettings(@DefaultValue("true") boolean fourEyes) {}
