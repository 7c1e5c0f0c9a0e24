package ps.domain.policy.site;

import java.util.List;
import org.apache.catalina.util.NetMask;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The reverse proxies in front.
 *
 * @param trusted their addresses, or networks such as 10.1.0.0/16: of a request that comes from there, X-Forwarded-For and
 *     X-Forwarded-Proto are believed; of any other, never
 */
@ConfigurationProperties("policy.proxies")
record ProxySettings(@DefaultValue({}) List<String> trusted) {

    ProxySettings {
        trusted = trusted.stream().map(ProxySettings::network).toList();
    }

    /** In CIDR notation (RFC 4632, section 3.1). */
    private static String network(String address) {
        try {
            new NetMask(address);
        } catch (IllegalArgumentException neither) {
            throw new IllegalArgumentException(
                    "policy.proxies.trusted must be IP addresses or networks such as 10.1.0.0/16, and not " + address,
                    neither);
        }
        return address.contains("/") ? address : address + (address.contains(":") ? "/128" : "/32");
    }
}
