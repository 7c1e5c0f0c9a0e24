package ps.domain.policy.site;

import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Believes trusted proxies who asks, for the limits on signing in, and whether by TLS. Nobody is asked for the host: where
 * links lead is a setting.
 */
@Configuration(proxyBeanMethods = false)
class TrustedProxies {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> forwardedHeaders(ProxySettings settings) {
        return factory -> {
            if (!settings.trusted().isEmpty()) {
                RemoteIpValve valve = new RemoteIpValve();
                valve.setInternalProxies(String.join(",", settings.trusted()));
                valve.setRemoteIpHeader("X-Forwarded-For");
                valve.setProtocolHeader("X-Forwarded-Proto");
                valve.setRequestAttributesEnabled(false); // they are for an access log, which there is not
                factory.addEngineValves(valve);
            }
        };
    }
}
