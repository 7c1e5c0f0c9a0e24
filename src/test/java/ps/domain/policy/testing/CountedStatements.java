package ps.domain.policy.testing;

import javax.sql.DataSource;
import net.ttddyy.dsproxy.QueryCount;
import net.ttddyy.dsproxy.listener.SingleQueryCountHolder;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Counts what the application asks the database for on behalf of those who ask it over HTTP. */
@TestConfiguration(proxyBeanMethods = false)
public class CountedStatements {

    /** How the threads are called that carry requests. */
    private static final String REQUEST = "tomcat-handler-";

    private static final SingleQueryCountHolder COUNTS = new SingleQueryCountHolder();

    public static void clear() {
        COUNTS.clear();
    }

    public static long sinceCleared() {
        return COUNTS.getQueryCountMap().values().stream()
                .mapToLong(count -> count.getTotal())
                .sum();
    }

    /** What is done on a schedule, or to keep the timeline up to date, is done for nobody's request. */
    private static QueryCount countOf(String database) {
        return Thread.currentThread().getName().startsWith(REQUEST)
                ? COUNTS.getOrCreateQueryCount(database)
                : new QueryCount();
    }

    @Bean
    static BeanPostProcessor countingDataSource() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource dataSource
                        ? ProxyDataSourceBuilder.create(dataSource)
                                .countQuery(CountedStatements::countOf)
                                .build()
                        : bean;
            }
        };
    }
}
