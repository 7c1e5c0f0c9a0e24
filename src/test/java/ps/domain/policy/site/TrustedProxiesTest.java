package ps.domain.policy.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import ps.domain.policy.testing.Http;

/** What a request says of where it comes from counts only if a trusted proxy hands it on. */
class TrustedProxiesTest {

    @ParameterizedTest
    @CsvSource({
        "'', 127.0.0.1 http localhost",
        "10.0.0.0/8, 127.0.0.1 http localhost",
        "127.0.0.1, 203.0.113.9 https localhost",
        "127.0.0.0/8;::1, 203.0.113.9 https localhost"
    })
    void theyAreBelievedAndNobodyElseIs(String trusted, String seen) {
        assertThat(seenThrough(trusted, "203.0.113.9")).isEqualTo(seen);
    }

    @Test
    void theLastOneThatIsNotTrustedCounts() {
        assertThat(seenThrough("127.0.0.1;10.1.0.0/16", "192.0.2.1, 203.0.113.9, 10.1.2.3"))
                .startsWith("203.0.113.9 ");
    }

    @Test
    void whatIsNotAnAddressStopsTheStart() {
        assertThatThrownBy(() -> new ProxySettings(List.of("10.0.0.0/8", "proxy.example")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("policy.proxies.trusted")
                .hasMessageContaining("proxy.example");
    }

    private static String seenThrough(String trusted, String forwardedFor) {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        new TrustedProxies()
                .forwardedHeaders(
                        new ProxySettings(List.of(trusted.isEmpty() ? new String[0] : trusted.split(";", -1))))
                .customize(factory);
        WebServer server = factory.getWebServer(
                context -> context.addServlet("mirror", new Mirror()).addMapping("/"));
        server.start();
        try {
            return new String(
                    new Http(server.getPort())
                            .get(
                                    "/",
                                    "X-Forwarded-For",
                                    forwardedFor,
                                    "X-Forwarded-Proto",
                                    "https",
                                    "X-Forwarded-Host",
                                    "forged.example")
                            .body(),
                    StandardCharsets.UTF_8);
        } finally {
            server.stop();
            server.destroy();
        }
    }

    /** Says what the application would see. */
    private static final class Mirror extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter()
                    .print(request.getRemoteAddr() + " " + request.getScheme() + " " + request.getServerName());
        }
    }
}
