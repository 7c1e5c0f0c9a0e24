package ps.domain.policy.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import ps.domain.policy.testing.CountedStatements;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;

/** Counts what the application asks the database for. */
@PolicyTest
@Import(CountedStatements.class)
class StatementsTest {

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext application;

    @Test
    void readersCostTheDatabaseNothing() {
        new SampleVersions(application).material(LocalDate.of(2027, 1, 1));
        Http http = new Http(port);
        CountedStatements.clear();

        for (String path : List.of(
                "/",
                "/privacy",
                "/ar/privacy",
                "/en/privacy",
                "/en/privacy/versions",
                "/en/privacy/versions/1",
                "/ar/privacy/versions/2",
                "/en/privacy/on/2026-12-01",
                "/en/privacy/on/1999-01-01",
                "/ar/privacy/feed.atom",
                "/sitemap.xml",
                "/robots.txt",
                "/assets/reader.css",
                "/en/nothing-here")) {
            http.get(path);
            assertThat(CountedStatements.sinceCleared()).as(path).isZero();
        }

        http.get("/admin/drafts", "Cookie", "__Host-session=MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw");
        assertThat(CountedStatements.sinceCleared()).as("the counter counts").isPositive();
    }
}
