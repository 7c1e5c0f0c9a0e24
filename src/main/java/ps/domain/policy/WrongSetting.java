package ps.domain.policy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/** Says in one sentence which of the application's settings is wrong, where Spring Boot would say how it reads them. */
final class WrongSetting implements FailureAnalyzer, Ordered {

    private static final String OURS = "policy.";

    private static final Map<Class<?>, String> WANTED = Map.of(
            Boolean.class, "true or false",
            Integer.class, "a whole number",
            Double.class, "a number",
            Duration.class, "a time such as 30s, 10m, 6h or 14d",
            Period.class, "a time such as 18m or 3y",
            DataSize.class, "an amount of memory such as 64MB",
            ZoneId.class, "a time zone such as Asia/Hebron",
            Instant.class, "a moment such as 2027-06-30T00:00:00Z",
            URI.class, "an address such as https://example.com");

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String sentence = sentence(cause);
            if (sentence.startsWith(OURS)) {
                return new FailureAnalysis(sentence + ".", null, failure);
            }
        }
        return null;
    }

    /** Empty where it says nothing of a setting. */
    private static String sentence(Throwable cause) {
        if (cause instanceof BindException unreadable) {
            ConfigurationProperty property = unreadable.getProperty();
            return property == null
                    ? ""
                    : ofType(property, unreadable.getTarget().getType());
        }
        String said = cause instanceof IllegalArgumentException ? cause.getMessage() : null;
        return said == null ? "" : said;
    }

    /** Of an address it is not repeated what was given: that can hold a password. */
    private static String ofType(ConfigurationProperty property, ResolvableType target) {
        Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(target.resolve(Object.class));
        return property.getName() + " must be " + wanted(type)
                + (type == URI.class ? "" : insteadOf(property.getValue()));
    }

    private static String wanted(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        return WANTED.getOrDefault(type, "something else");
    }

    private static String insteadOf(@Nullable Object given) {
        String value = given == null ? "" : given.toString();
        return value.isBlank() ? ", and not empty" : ", and not " + value;
    }
}
