package ps.domain.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * The names of all settings of the application, from what the compiler notes of their records. They are looked at before
 * each start, in a JVM that has just begun: so the notes are not read as JSON, and no pattern is matched where names are as
 * they should be, which takes a tenth of the time.
 */
final class KnownSettings {

    private static final String OURS = "policy.";
    private static final String OURS_IN_ENVIRONMENT = "POLICY_";

    private static final String NOTES = "META-INF/spring-configuration-metadata.json";

    /** So many letters of a name can be wrong: one in four, and never more than this. */
    private static final int MOST_WRONG = 3;

    /** By their names as Spring Boot compares them. */
    private final Map<String, Setting> all = new LinkedHashMap<>();

    /** By their names as variables: POLICY_PUBLICURL is documented, POLICY_PUBLIC_URL works too. */
    private final Map<String, Setting> variables = new HashMap<>();

    private KnownSettings() {}

    private record Setting(String name, String type) {

        boolean isOfMany() {
            return type.startsWith("java.util.");
        }

        boolean isMap() {
            return type.startsWith("java.util.Map<");
        }

        String parent() {
            return name.substring(0, name.lastIndexOf('.'));
        }
    }

    /** Reads them; there are none where it was compiled without noting them, as a development environment may. */
    static KnownSettings read() {
        KnownSettings known = new KnownSettings();
        try {
            Enumeration<URL> notes = KnownSettings.class.getClassLoader().getResources(NOTES);
            while (known.isEmpty() && notes.hasMoreElements()) {
                known.addFrom(notes.nextElement());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return known;
    }

    private void addFrom(URL notes) throws IOException {
        String json;
        try (InputStream bytes = notes.openStream()) {
            json = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
        String name = "\"name\": \"";
        String type = "\"type\": \"";
        // Groups of settings stand before, and have names as well.
        int at = json.indexOf(name + OURS, Math.max(0, json.indexOf("\"properties\": [")));
        while (at >= 0) {
            add(new Setting(textAt(json, at + name.length()), textAt(json, json.indexOf(type, at) + type.length())));
            at = json.indexOf(name + OURS, at + 1);
        }
    }

    private static String textAt(String json, int begin) {
        return json.substring(begin, json.indexOf('"', begin));
    }

    private void add(Setting setting) {
        String variable = setting.name().toUpperCase(Locale.ROOT).replace('.', '_');
        all.put(uniform(setting.name()), setting);
        variables.put(variable.replace("-", ""), setting);
        variables.put(variable.replace('-', '_'), setting);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether something in a file or an argument is meant to be a setting of the application. */
    static boolean isOurs(String name) {
        return name.startsWith(OURS);
    }

    /** The same of a variable in the environment. */
    static boolean isOurVariable(String name) {
        return name.regionMatches(true, 0, OURS_IN_ENVIRONMENT, 0, OURS_IN_ENVIRONMENT.length());
    }

    /** Whether there is one of this name, or one that has this as one of its values. */
    boolean has(String name) {
        return isIn(all, uniform(name), '.', '[');
    }

    /** The same of a variable in the environment. */
    boolean hasVariable(String name) {
        return isIn(variables, name.toUpperCase(Locale.ROOT), '_', '_');
    }

    private static boolean isIn(Map<String, Setting> settings, String name, char beforeKey, char beforeIndex) {
        if (settings.containsKey(name)) {
            return true;
        }
        for (int end = name.length() - 1; end > 0; end--) {
            char next = name.charAt(end);
            if (next == beforeKey || next == beforeIndex) {
                Setting setting = settings.get(name.substring(0, end));
                if (setting != null) {
                    return setting.isMap()
                            || (setting.isOfMany() && next == beforeIndex && isIndex(name.substring(end + 1)));
                }
            }
        }
        return false;
    }

    /** With the bracket after it in a file. */
    private static boolean isIndex(String text) {
        return text.matches("\\d+]?");
    }

    /** The setting that is most likely meant by a name in a file or an argument, if there is one. */
    Optional<String> nearest(String name) {
        String wrong = uniform(name);
        return misspelt(wrong)
                .or(() -> placedElsewhere(wrong))
                .or(() -> cutShort(wrong))
                .map(Setting::name);
    }

    /** The same of a variable in the environment. */
    Optional<String> nearestVariable(String name) {
        return nearest(name.toLowerCase(Locale.ROOT).replace('_', '.'))
                .map(setting ->
                        setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
    }

    /** {@code policy.retention.technical-record}. */
    private Optional<Setting> misspelt(String wrong) {
        String letters = wrong.replace(".", "");
        return nearest(
                all.values(),
                setting -> distance(letters, uniform(setting.name()).replace(".", "")),
                Math.clamp((wrong.length() - OURS.length()) / 4, 1, MOST_WRONG));
    }

    /** {@code policy.smtp.host}. */
    private Optional<Setting> placedElsewhere(String wrong) {
        String end = wrong.substring(OURS.length() - 1);
        List<Setting> there = all.values().stream()
                .filter(setting -> uniform(setting.name()).endsWith(end))
                .toList();
        return there.size() == 1 ? Optional.of(there.getFirst()) : Optional.empty();
    }

    /** {@code policy.retention.adress}. */
    private Optional<Setting> cutShort(String wrong) {
        String end = last(wrong);
        List<Setting> besides = all.values().stream()
                .filter(setting -> wrong.equals(uniform(setting.parent()) + "." + end))
                .toList();
        return nearest(
                besides,
                setting -> Arrays.stream(last(setting.name()).split("-", -1))
                        .mapToInt(word -> distance(end, word))
                        .min()
                        .orElseThrow(),
                Math.min(end.length() / 2, MOST_WRONG));
    }

    private static Optional<Setting> nearest(Collection<Setting> settings, ToIntFunction<Setting> distance, int most) {
        return settings.stream()
                .filter(setting -> distance.applyAsInt(setting) <= most)
                .min(Comparator.comparingInt(distance));
    }

    /** As Spring Boot compares names: in any case, and with or without dashes and underscores. */
    private static String uniform(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** How many letters have to be changed, added or taken away (Levenshtein). */
    private static int distance(String one, String other) {
        int[] before = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[other.length() + 1];
            now[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(changed, 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return before[other.length()];
    }
}
