package ps.domain.policy.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.QueryCount;
import net.ttddyy.dsproxy.listener.SingleQueryCountHolder;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;

/** Counts what the application asks the database for. */
@PolicyTest
@Import(StatementsTest.Counting.class)
class StatementsTest {

    private static final SingleQueryCountHolder COUNTS = new SingleQueryCountHolder();

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext application;

    @Test
    void readersCostTheDatabaseNothing() {
        new SampleVersions(application).material(LocalDate.of(2027, 1, 1));
        Http http = new Http(port);
        COUNTS.clear();

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
            assertThat(statements()).as(path).isZero();
        }

        http.get("/admin/drafts", "Cookie", "__Host-session=bm9uZQ==");
        assertThat(statements()).as("the counter counts").isPositive();
    }

    private static long statements() {
        return COUNTS.getQueryCountMap().values().stream()
                .mapToLong(count -> count.getTotal())
                .sum();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Counting {

        /** What the timeline is kept up to date with is asked once for each change, for nobody's request. */
        private static QueryCount countOf(String database) {
            return Thread.currentThread().getName().equals("policy-timeline")
                    ? new QueryCount()
                    : COUNTS.getOrCreateQueryCount(database);
        }

        @Bean
        static BeanPostProcessor countingDataSource() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource dataSource
                            ? ProxyDataSourceBuilder.create(dataSource)
                                    .countQuery(Counting::countOf)
                                    .build()
                            : bean;
                }
            };
        }
    }
}
