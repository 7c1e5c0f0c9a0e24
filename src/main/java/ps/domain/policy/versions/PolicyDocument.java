package ps.domain.policy.versions;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import ps.domain.policy.text.Language;

/**
 * A whole policy in one language as a Markdown file: front matter with {@code title} and {@code last-updated}, or
 * {@code withdrawn} or {@code replaced} if it takes no effect, then one {@code ## Heading {#key}} for each section.
 *
 * @param title the name of the document
 * @param lastUpdated the day from which it is in force, on which it was withdrawn, or on which another took its place
 * @param fate which of these the day is of
 * @param sections in the order of the file
 */
public record PolicyDocument(String title, LocalDate lastUpdated, Fate fate, List<Part> sections) {

    private static final Pattern FRONT_MATTER = Pattern.compile(
            "\\A---\\ntitle: (?<title>.+)\\n(?<field>last-updated|withdrawn|replaced): (?<date>\\S+)\\n---\\n",
            Pattern.UNIX_LINES);

    private static final Pattern HEADING =
            Pattern.compile("^## (?<heading>.+?) \\{#(?<key>[a-z0-9-]+)}$", Pattern.MULTILINE | Pattern.UNIX_LINES);

    /** A line of a body that would be taken for the heading of a section is set in by a space, or by one more. */
    private static final Pattern LIKE_A_HEADING =
            Pattern.compile("^ *## .+ \\{#[a-z0-9-]+}$", Pattern.MULTILINE | Pattern.UNIX_LINES);

    private static final Pattern SET_IN =
            Pattern.compile("^ ( *## .+ \\{#[a-z0-9-]+})$", Pattern.MULTILINE | Pattern.UNIX_LINES);

    private static final Pattern BLANK_LINES = Pattern.compile("\\A(?:[ \\t]*\\n)+");

    public PolicyDocument {
        sections = List.copyOf(sections);
    }

    /**
     * One section in one language.
     *
     * @param key its anchor
     * @param heading one line, plain
     * @param body Markdown
     */
    public record Part(SectionKey key, String heading, String body) {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when the file does not have that form; says what is missing
     */
    public static PolicyDocument parse(String file) {
        String text = file.replace("\r\n", "\n");
        Matcher front = FRONT_MATTER.matcher(text);
        if (!front.find()) {
            throw new IllegalArgumentException("The file does not begin with front matter: title and last-updated");
        }
        List<Part> parts = new ArrayList<>();
        Matcher heading = HEADING.matcher(text);
        int at = front.end();
        while (heading.find(at)) {
            SectionKey key = new SectionKey(heading.group("key"));
            String title = heading.group("heading");
            int bodyStart = heading.end();
            int bodyEnd = heading.find(bodyStart) ? heading.start() : text.length();
            parts.add(new Part(key, title, bodyOf(text.substring(bodyStart, bodyEnd))));
            at = bodyEnd;
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("The file has no section of the form: ## Heading {#key}");
        }
        return new PolicyDocument(front.group("title"), date(front.group("date")), fate(front.group("field")), parts);
    }

    /** A version in one language, with the effective date that it was published with. */
    public static PolicyDocument of(Version version, Language language) {
        return of(version, version.effectiveFrom(), Fate.EFFECTIVE, language);
    }

    /** A version in one language, with the effective date that counts, or the day of its withdrawal or replacement. */
    public static PolicyDocument of(Version version, Timeline timeline, Language language) {
        LocalDate day = timeline.withdrawalOf(version)
                .map(withdrawal -> LocalDate.ofInstant(withdrawal.at(), timeline.zone()))
                .orElseGet(() -> timeline.effectiveFrom(version));
        return of(version, day, timeline.fateOf(version), language);
    }

    private static PolicyDocument of(Version version, LocalDate lastUpdated, Fate fate, Language language) {
        return new PolicyDocument(
                version.title().in(language),
                lastUpdated,
                fate,
                version.sections().stream()
                        .map(section -> new Part(
                                section.key(),
                                section.heading().in(language),
                                section.body().in(language)))
                        .toList());
    }

    /** The file that {@link #parse} reads as this, but for blank lines around a body. */
    public String toFile() {
        StringBuilder file =
                new StringBuilder("---\ntitle: %s\n%s: %s\n---\n".formatted(line(title), fate.field(), lastUpdated));
        for (Part part : sections) {
            String body = LIKE_A_HEADING.matcher(part.body()).replaceAll(" $0");
            file.append("\n## %s {#%s}\n\n%s\n".formatted(line(part.heading()), part.key(), body));
        }
        return file.toString();
    }

    private static String line(String text) {
        return text.replace('\n', ' ');
    }

    private static String bodyOf(String text) {
        String body = BLANK_LINES.matcher(text).replaceFirst("").stripTrailing();
        return SET_IN.matcher(body).replaceAll("$1");
    }

    private static Fate fate(String field) {
        return Stream.of(Fate.values())
                .filter(fate -> fate.field().equals(field))
                .findFirst()
                .orElseThrow();
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException("The day is not a date such as 2026-06-10: " + text, malformed);
        }
    }
}
