package ps.domain.policy.text;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.util.unit.DataSize;

/**
 * What a setting may be. Each method throws an {@link IllegalArgumentException} that says in one sentence, without the full
 * stop, which setting is wrong, what it must be and what it is.
 */
public final class Setting {

    /** From the longest on, with the letters that Spring Boot reads them by. */
    private static final List<Unit> UNITS = List.of(
            new Unit(ChronoUnit.DAYS, "d"),
            new Unit(ChronoUnit.HOURS, "h"),
            new Unit(ChronoUnit.MINUTES, "m"),
            new Unit(ChronoUnit.SECONDS, "s"),
            new Unit(ChronoUnit.MILLIS, "ms"),
            new Unit(ChronoUnit.NANOS, "ns"));

    private record Unit(ChronoUnit unit, String letters) {}

    private Setting() {}

    /** A number, a time or an amount of memory; both ends are allowed. */
    public static <T extends Comparable<T>> void requireBetween(String name, T least, T most, T given) {
        if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            throw wrong(name, "between " + words(least) + " and " + words(most), given);
        }
    }

    /** The same without an upper end. */
    public static <T extends Comparable<T>> void requireAtLeast(String name, T least, T given) {
        if (given.compareTo(least) < 0) {
            throw wrong(name, "at least " + words(least), given);
        }
    }

    /** More than white space. */
    public static void requireText(String name, String given) {
        if (given.isBlank()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
    }

    private static IllegalArgumentException wrong(String name, String wanted, Object given) {
        return new IllegalArgumentException(name + " must be " + wanted + ", and not " + words(given));
    }

    private static String words(Object value) {
        return switch (value) {
            case Duration time -> words(time);
            case DataSize size -> words(size);
            default -> value.toString();
        };
    }

    private static String words(DataSize size) {
        DataSize megabytes = DataSize.ofMegabytes(size.toMegabytes());
        return megabytes.equals(size) ? size.toMegabytes() + "MB" : size.toBytes() + "B";
    }

    private static String words(Duration time) {
        return UNITS.stream()
                .filter(unit -> isWhole(time, unit.unit().getDuration()))
                .map(unit -> time.dividedBy(unit.unit().getDuration()) + unit.letters())
                .findFirst()
                .orElse("0s");
    }

    private static boolean isWhole(Duration time, Duration unit) {
        return !time.isZero() && unit.multipliedBy(time.dividedBy(unit)).equals(time);
    }
}
