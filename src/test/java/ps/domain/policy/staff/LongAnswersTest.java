package ps.domain.policy.staff;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.notices.Notices;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.Wire;

/**
 * Whatever staff can ask for comes whole, over HTTP and with a session that has to be written. That happens when the first
 * 8 KB of an answer go out, in the middle of whatever makes the rest; here with the first byte, so that no answer is too
 * short to show what becomes of it then.
 */
@PolicyTest
@Import(LongAnswersTest.FromTheFirstByte.class)
@TestPropertySource(properties = "policy.delivery.bounces.token=" + LongAnswersTest.TOKEN)
class LongAnswersTest {

    static final String TOKEN = "a-token-of-twenty-characters-or-more";

    /** Of each address, with the same questions in it. */
    private static final int OFTEN_ENOUGH = 3;

    /** What is taken along. */
    private static final Pattern FILE = Pattern.compile(".*(\\.(csv|zip|eml|md)|/export)");

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private Notices notices;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    private StaffBrowser admin;
    private String draft = "";
    private String breach = "";
    private String list = "";

    @BeforeEach
    void thereIsSomethingOfEverything() {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at) VALUES
                  (1, 'Sample', '', 'one@example.com', 'one@example.com', 'ar', 'ACTIVE', now()),
                  (2, 'Sample', '', NULL, NULL, 'en', 'ACTIVE', now())
                """).update();
        transactions.executeWithoutResult(transaction -> notices.announce(
                new SampleVersions(application).material(LocalDate.of(2027, 1, 1)), Actor.APPLICATION));
        admin = StaffBrowser.of(staff, Role.ADMIN, "a-password-for-tests", port);
        admin.get("/admin/drafts");
        draft = StaffBrowser.target(admin.post("/admin/drafts", Map.of()));
        breach = StaffBrowser.target(admin.post("/admin/notices/breaches", Map.of()));
        Wire wire = new Wire(port);
        String form = """
                --limit
                Content-Disposition: form-data; name="file"; filename="list.csv"

                client_id,name,organization,email,language,status
                1,Sample,,one@,arabic,Active
                x,,,,,
                --limit--
                """.replace("\n", "\r\n");
        String token = StaffBrowser.page(admin.get("/admin/account-holders"))
                .expectFirst("input[name=_csrf]")
                .val();
        list = wire.send(
                        "POST",
                        "/admin/account-holders/imports",
                        form,
                        "Cookie: __Host-session=" + admin.session(),
                        "X-CSRF-TOKEN: " + token,
                        "Content-Type: multipart/form-data; boundary=limit")
                .text()
                .lines()
                .filter(line -> line.startsWith("Location: "))
                .map(line -> line.substring("Location: ".length()))
                .findFirst()
                .orElseThrow();
        wire.send(
                "POST",
                "/hooks/bounces",
                "Subject: Undelivered\r\n\r\nNobody knows what this is.\r\n",
                "Authorization: Bearer " + TOKEN,
                "Content-Type: message/rfc822");
    }

    @Test
    void everyAddressOfStaffAnswersWhole() {
        List<StaffAddress> asked = StaffAddress.all().stream()
                .filter(address -> address.method().equals("GET"))
                .toList();
        List<String> failures = new ArrayList<>();
        Set<String> answered = new TreeSet<>();
        Map<String, Integer> times = new HashMap<>();
        Set<String> seen = new HashSet<>();
        Queue<String> next =
                new ArrayDeque<>(asked.stream().map(this::exampleOf).toList());
        while (!next.isEmpty()) {
            String path = next.remove();
            Optional<String> pattern = patternOf(path, asked);
            String questions = path.replaceFirst("^[^?]*", "").replaceAll("=[^&]*", "");
            if (pattern.isEmpty()
                    || !seen.add(path)
                    || times.merge(pattern.get() + questions, 1, Integer::sum) > OFTEN_ENOUGH) {
                continue;
            }
            jdbc.sql("UPDATE spring_session SET last_access_time = last_access_time - 60000")
                    .update();
            try {
                HttpResponse<byte[]> answer = admin.download(path);
                String body = new String(answer.body(), StandardCharsets.UTF_8);
                String type = answer.headers().firstValue("Content-Type").orElse("");
                if (answer.statusCode() >= 500 || !isWhole(type, body)) {
                    failures.add(path + ": " + answer.statusCode() + " " + type);
                } else if (answer.statusCode() < 400) {
                    answered.add(pattern.get());
                }
                if (answer.statusCode() / 100 == 3) {
                    next.add(StaffBrowser.target(answer));
                }
                if (type.startsWith("text/html")) {
                    next.addAll(linksOf(body));
                }
            } catch (UncheckedIOException cutOff) {
                failures.add(path + ": " + cutOff.getMessage());
            }
        }

        assertThat(failures).isEmpty();
        assertThat(answered)
                .containsAll(asked.stream()
                        .map(StaffAddress::pattern)
                        .filter(pattern -> FILE.matcher(pattern).matches())
                        .toList());
    }

    /** With the names of what there is; what has other names is found by the links of a page. */
    private String exampleOf(StaffAddress address) {
        String notice =
                jdbc.sql("SELECT id::text FROM notice").query(String.class).single();
        String path = address.pattern()
                .replace("/admin/drafts/{id}", draft)
                .replace("/admin/notices/breaches/{id}", breach)
                .replace("/admin/notices/{id}", "/admin/notices/" + notice)
                .replace("/admin/account-holders/imports/{id:[0-9]{1,18}}", list)
                .replace("/versions/{number}", "/versions/2")
                .replace("{key}", "children")
                .replace("{language}", "en?to=2027-03-01");
        return StaffAddress.VARIABLE.matcher(path).replaceAll("1");
    }

    private static Optional<String> patternOf(String path, List<StaffAddress> all) {
        String withoutQuestions = path.replaceFirst("[?#].*", "");
        return all.stream()
                .filter(address -> withoutQuestions.matches(regex(address.pattern())))
                .min((one, other) -> Boolean.compare(one.isForOneThing(), other.isForOneThing()))
                .map(StaffAddress::pattern);
    }

    private static String regex(String pattern) {
        return Pattern.quote(StaffAddress.VARIABLE.matcher(pattern).replaceAll("\0"))
                .replace("\0", "\\E[^/]+\\Q");
    }

    private static List<String> linksOf(String page) {
        return Jsoup.parse(page).select("[href^=/admin], [src^=/admin], [hx-get^=/admin]").stream()
                .map(LongAnswersTest::addressOf)
                .map(address -> address.replaceFirst("#.*", "").replace(" ", "%20"))
                .collect(Collectors.toList());
    }

    private static String addressOf(Element link) {
        return List.of("href", "src", "hx-get").stream()
                .map(link::attr)
                .filter(address -> !address.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** Of what has no sign of its end the connection tells. */
    private static boolean isWhole(String type, String body) {
        if (type.startsWith("application/zip")) {
            return body.contains("PK\u0005\u0006");
        }
        return !type.startsWith("text/html")
                || !body.contains("<html")
                || body.strip().endsWith("</html>");
    }

    /** An answer says of itself that nothing of it waits for the rest. */
    @TestConfiguration(proxyBeanMethods = false)
    static class FromTheFirstByte {

        @Bean
        FilterRegistrationBean<Filter> nothingWaits() {
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) ->
                    chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {
                        @Override
                        public int getBufferSize() {
                            return 1;
                        }
                    }));
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return registration;
        }
    }
}
