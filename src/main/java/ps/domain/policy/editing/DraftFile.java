package ps.domain.policy.editing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.editing.UnreadableFile.Reason;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Outline;
import ps.domain.policy.text.Outline.Title;
import ps.domain.policy.versions.Fate;
import ps.domain.policy.versions.SectionKey;

/**
 * A whole policy in one language as a Markdown file, for work elsewhere. What is exported here has {@code title} and
 * {@code language} in front and {@code ## Heading {#key}} for each section; lines of a text that would be taken for such
 * a heading are set in by a space. What is published has its own form, and anybody else's file is taken as it is: its
 * highest headings become sections.
 *
 * @param title the name of the document, if the file has it
 * @param language the one that the file says it is in
 */
record DraftFile(Optional<String> title, Optional<Language> language, List<Part> parts) {

    /** In bytes; a policy of 8,000 words has less than a tenth of that. */
    static final int LARGEST = 1_000_000;

    private static final int MOST_SECTIONS = 200;
    private static final int LONGEST_LINE = 2_000;

    // Each is matched against one line, and a line ends at a line feed only.
    private static final Pattern HEADING_LINE = Pattern.compile("##(?:[ \\t].*)?", Pattern.DOTALL);
    private static final Pattern TO_SET_IN = Pattern.compile(" *##(?:[ \\t].*)?", Pattern.DOTALL);
    private static final Pattern KEYED = Pattern.compile("## .+ \\{#[a-z0-9-]+}", Pattern.DOTALL);
    // As Pandoc has it, {#key}, and as kramdown and Python-Markdown do, {: #key }.
    private static final Pattern KEY = Pattern.compile("\\{(?::[ \\t]*)?#(?<key>[^}]*)}");
    // The same on the line below, where it can stand among other things.
    private static final Pattern KEY_BELOW = Pattern.compile("\\{:(?:[^}]*[ \\t])?#(?<key>[^ \\t}]+)[^}]*}[ \\t]*");
    private static final Pattern FIELD = Pattern.compile("(?<name>[a-z-]+):[ \\t]*(?<value>.*)", Pattern.DOTALL);
    private static final String FENCE = "---";
    // The second as YAML ends a document (1.2.2, 9.1.2).
    private static final Set<String> FENCES = Set.of(FENCE, "...");

    DraftFile {
        parts = List.copyOf(parts);
    }

    /**
     * One section.
     *
     * @param key its anchor, if the file says it
     * @param heading one line; empty for text in front of the first heading
     * @param line where the body begins in the file, counted from 1
     * @param lines where each of its lines stands there, as some of the file's are left out
     */
    record Part(Optional<SectionKey> key, String heading, String body, int line, List<Integer> lines) {

        Part(Optional<SectionKey> key, String heading, String body, int line) {
            this(key, heading, body, line, List.of());
        }

        /** Where a line of the body stands in the file, both counted from 1; what was added at its end stands nowhere. */
        int lineOf(int lineOfBody) {
            return lines.isEmpty() ? line : lines.get(Math.min(lineOfBody, lines.size()) - 1);
        }
    }

    /** A draft in one language. */
    static DraftFile of(Draft draft, Language language) {
        return new DraftFile(
                Optional.of(draft.details().title().in(language)),
                Optional.of(language),
                draft.sections().stream()
                        .map(section -> new Part(
                                Optional.of(section.key()),
                                section.heading().in(language),
                                section.body().in(language),
                                0))
                        .toList());
    }

    /** The file that {@link #read} reads as this. */
    String write() {
        StringBuilder file = new StringBuilder(FENCE).append('\n');
        title.ifPresent(text -> file.append("title: ").append(text).append('\n'));
        language.ifPresent(tag -> file.append("language: ").append(tag).append('\n'));
        file.append(FENCE).append('\n');
        for (Part part : parts) {
            file.append("\n## ");
            if (!part.heading().isEmpty()) {
                file.append(part.heading()).append(' ');
            }
            part.key().ifPresent(key -> file.append("{#").append(key).append('}'));
            file.append('\n');
            if (!part.body().isEmpty()) {
                file.append('\n');
                for (String line : part.body().split("\n", -1)) {
                    file.append(TO_SET_IN.matcher(line).matches() ? " " : "")
                            .append(line)
                            .append('\n');
                }
            }
        }
        return file.toString();
    }

    /**
     * Reads a file.
     *
     * @throws UnreadableFile when it is no text, or no document with sections
     */
    static DraftFile read(byte[] bytes) throws UnreadableFile {
        if (bytes.length > LARGEST) {
            throw new UnreadableFile(Reason.TOO_LARGE, LARGEST, bytes.length);
        }
        String text = decode(bytes).replace("\r\n", "\n").replace('\r', '\n');
        if (text.isBlank()) {
            throw new UnreadableFile(Reason.EMPTY);
        }
        return new Reader(Arrays.asList(text.split("\n", -1))).read();
    }

    private static String decode(byte[] bytes) throws UnreadableFile {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException malformed) {
            throw new UnreadableFile(Reason.NOT_UTF8);
        }
    }

    /** Reads the lines of a file. */
    private static final class Reader {

        private final List<String> lines;
        private final Map<String, String> fields = new HashMap<>();
        private final List<Part> parts = new ArrayList<>();
        private int first;

        Reader(List<String> lines) {
            this.lines = lines;
        }

        DraftFile read() throws UnreadableFile {
            frontMatter();
            Optional<String> title = Optional.ofNullable(fields.get("title")).filter(text -> !text.isBlank());
            Optional<Language> language =
                    Optional.ofNullable(fields.get("language")).flatMap(Language::ofTag);
            if (language.isPresent()) {
                exported();
            } else if (Stream.of(Fate.values()).map(Fate::field).anyMatch(fields::containsKey)
                    && lines.stream().anyMatch(KEYED.asMatchPredicate())) {
                published();
            } else {
                title = foreign().or(() -> unquoted(fields.get("title")));
            }
            check();
            return new DraftFile(title, language, parts);
        }

        private void frontMatter() {
            if (!lines.getFirst().stripTrailing().equals(FENCE)) {
                return;
            }
            int end = 1;
            while (end < lines.size() && !FENCES.contains(lines.get(end).stripTrailing())) {
                end++;
            }
            if (end == lines.size()) {
                return;
            }
            for (String line : lines.subList(1, end)) {
                Matcher field = FIELD.matcher(line);
                if (field.matches()) {
                    fields.put(field.group("name"), field.group("value"));
                }
            }
            first = end + 1;
        }

        private void exported() throws UnreadableFile {
            List<Integer> headings = linesThat(HEADING_LINE);
            sections(headings, line -> withKey(lines.get(line).substring(2).strip(), line), line -> {
                String text = lines.get(line);
                return text.startsWith(" ") && TO_SET_IN.matcher(text).matches() ? text.substring(1) : text;
            });
        }

        private void published() throws UnreadableFile {
            List<Integer> headings = linesThat(KEYED);
            sections(headings, line -> withKey(lines.get(line).substring(3), line), line -> {
                String text = lines.get(line);
                return text.startsWith(" ") && KEYED.matcher(text.strip()).matches() ? text.substring(1) : text;
            });
        }

        /** The title, if it is the one highest heading above all others. */
        private Optional<String> foreign() throws UnreadableFile {
            String text = String.join("\n", lines.subList(first, lines.size()));
            Outline outline = Outline.of(text);
            List<Title> all = outline.titles();
            if (all.isEmpty()) {
                throw new UnreadableFile(Reason.NO_HEADINGS);
            }
            Title top = all.getFirst();
            boolean above = all.size() > 1 && all.stream().skip(1).allMatch(other -> other.level() > top.level());
            boolean titled = above && !isOfSection(top, all.get(1));
            List<Title> rest = above ? all.subList(1, all.size()) : all;
            int level = rest.stream().mapToInt(Title::level).min().orElseThrow();
            Map<Integer, Title> headings = all.stream()
                    .filter(heading -> heading.level() == level || (above && !titled && heading.equals(top)))
                    .collect(Collectors.toMap(heading -> first + heading.line(), heading -> heading));
            Map<Integer, Integer> attributes = outline.attributes().entrySet().stream()
                    .collect(Collectors.toMap(at -> first + at.getKey(), Map.Entry::getValue));
            int title = titled ? first + top.line() : -1;
            int titleEnd = titled ? title + top.lines() : -1;
            if (titled && lines.subList(first, title).stream().allMatch(String::isBlank)) {
                first = titleEnd;
            }
            sections(
                    headings.keySet().stream().sorted().toList(),
                    line -> {
                        int count = linesOf(headings, line);
                        Part part = withKey(sourceOf(line, count), line);
                        boolean below = part.key().isEmpty() && attributes.containsKey(line + count);
                        return withoutMarks(below ? withKeyBelow(part, line + count) : part, outline);
                    },
                    // What stands above the title is of the text as well; what kramdown is to do with it is not.
                    line -> line >= title && line < titleEnd ? "" : withoutAttributes(line, attributes.get(line)),
                    headings);
            parts.replaceAll(part -> withDefinitions(part, outline));
            return titled
                    ? Optional.of(plain(
                            withKey(sourceOf(title, top.lines()), title).heading(), outline))
                    : Optional.empty();
        }

        /** Where a file says its title, one that is not of the highest level and has words of its own is of those. */
        private boolean isOfSection(Title top, Title next) {
            String title = fields.getOrDefault("title", "");
            int from = first + top.line() + top.lines();
            return top.level() > 1
                    && !title.isBlank()
                    && !lines.subList(from, first + next.line()).stream().allMatch(String::isBlank);
        }

        /** A line that is not there for readers at all is left out: an empty one would make another list of a list. */
        private @Nullable String withoutAttributes(int line, @Nullable Integer column) {
            if (column == null) {
                return lines.get(line);
            }
            String words = lines.get(line).substring(0, column).stripTrailing();
            return words.isEmpty() ? null : words;
        }

        private static int linesOf(Map<Integer, Title> titles, int line) {
            return Optional.ofNullable(titles.get(line)).map(Title::lines).orElse(1);
        }

        private String sourceOf(int line, int count) {
            if (count == 1) {
                return lines.get(line)
                        .strip()
                        .replaceFirst("^#{1,6}(?=[ \\t]|$)", "")
                        .strip()
                        .replaceFirst("(^|[ \\t])#+$", "");
            }
            return String.join(" ", lines.subList(line, line + count - 1));
        }

        private void sections(List<Integer> headings, HeadingReader heading, LineReader line) throws UnreadableFile {
            sections(headings, heading, line, Map.of());
        }

        private void sections(
                List<Integer> headings, HeadingReader heading, LineReader line, Map<Integer, Title> titles)
                throws UnreadableFile {
            if (headings.isEmpty()) {
                throw new UnreadableFile(Reason.NO_HEADINGS);
            }
            refuseMoreThanAllowed(headings.size()); // before each is looked into
            Part preface = withBody(new Part(Optional.empty(), "", "", first), first, headings.getFirst(), line);
            if (!preface.body().isEmpty()) {
                parts.add(preface);
            }
            for (int i = 0; i < headings.size(); i++) {
                int at = headings.get(i);
                int from = at + linesOf(titles, at);
                int to = i + 1 < headings.size() ? headings.get(i + 1) : lines.size();
                parts.add(withBody(heading.read(at), from, to, line));
            }
        }

        private Part withBody(Part part, int from, int to, LineReader line) {
            StringBuilder body = new StringBuilder();
            List<Integer> numbers = new ArrayList<>();
            for (int at = from; at < to; at++) {
                String text = line.read(at);
                if (text != null && !(text.isBlank() && numbers.isEmpty())) {
                    body.append(text).append('\n');
                    numbers.add(at + 1);
                }
            }
            return new Part(
                    part.key(),
                    part.heading(),
                    Typed.withoutBlankLinesAround(body.toString()),
                    numbers.isEmpty() ? firstLineOf(from) : numbers.getFirst(),
                    List.copyOf(numbers));
        }

        private int firstLineOf(int from) {
            int at = from;
            while (at < lines.size() && lines.get(at).isBlank()) {
                at++;
            }
            return at + 1;
        }

        private Part withKey(String source, int line) throws UnreadableFile {
            String heading = source.stripTrailing();
            int open = Math.max(0, heading.lastIndexOf('{'));
            Matcher braces = KEY.matcher(heading.substring(open));
            if (!braces.matches()) {
                return new Part(Optional.empty(), Typed.line(heading), "", line);
            }
            SectionKey key = keyOf(braces.group("key").stripTrailing(), line);
            return new Part(Optional.of(key), Typed.line(heading.substring(0, open)), "", line);
        }

        private Part withKeyBelow(Part part, int line) throws UnreadableFile {
            Matcher below = KEY_BELOW.matcher(lines.get(line).strip());
            return below.matches()
                    ? new Part(Optional.of(keyOf(below.group("key"), line)), part.heading(), "", part.line())
                    : part;
        }

        private static SectionKey keyOf(String key, int line) throws UnreadableFile {
            if (!SectionKey.isValid(key)) {
                throw new UnreadableFile(Reason.BAD_KEY, line + 1, key.substring(0, Math.min(key.length(), 60)));
            }
            return new SectionKey(key);
        }

        private List<Integer> linesThat(Pattern match) {
            List<Integer> found = new ArrayList<>();
            for (int at = first; at < lines.size(); at++) {
                if (match.matcher(lines.get(at)).matches()) {
                    found.add(at);
                }
            }
            return found;
        }

        private void check() throws UnreadableFile {
            refuseMoreThanAllowed(parts.size());
            Set<SectionKey> keys = new HashSet<>();
            for (Part part : parts) {
                if (part.key().isPresent() && !keys.add(part.key().get())) {
                    throw new UnreadableFile(Reason.KEY_TWICE, part.key().get().value());
                }
            }
        }

        private static void refuseMoreThanAllowed(int sections) throws UnreadableFile {
            if (sections > MOST_SECTIONS) {
                throw new UnreadableFile(Reason.TOO_MANY_SECTIONS, MOST_SECTIONS, sections);
            }
        }

        private static Part withoutMarks(Part part, Outline outline) {
            return new Part(part.key(), plain(part.heading(), outline), part.body(), part.line());
        }

        /** What a link refers to is often at the end of a file, and so in another section, where it is not seen. */
        private static Part withDefinitions(Part part, Outline outline) {
            StringBuilder body = new StringBuilder(part.body());
            if (body.length() <= SectionForm.LONGEST_BODY) {
                for (String definition : outline.definitionsFor(part.body())) {
                    if (!part.body().contains(definition) && body.length() <= SectionForm.LONGEST_BODY) {
                        body.append(body.length() == part.body().length() ? "\n\n" : "\n")
                                .append(definition);
                    }
                }
            }
            return new Part(part.key(), part.heading(), body.toString(), part.line(), part.lines());
        }

        /** A heading is plain here; elsewhere it is often set in bold, or has a link in it. */
        private static String plain(String heading, Outline outline) {
            // One that is far too long is refused by its length, not looked into.
            return Typed.line(heading.length() > LONGEST_LINE ? heading : outline.plain(heading));
        }

        private static Optional<String> unquoted(@Nullable String value) {
            if (value == null || value.isBlank()) {
                return Optional.empty();
            }
            boolean quoted = value.length() > 1
                    && (value.startsWith("\"") || value.startsWith("'"))
                    && value.endsWith(value.substring(0, 1));
            return Optional.of(quoted ? value.substring(1, value.length() - 1) : value);
        }

        private interface HeadingReader {
            Part read(int line) throws UnreadableFile;
        }

        /** Null for a line that is left out. */
        private interface LineReader {
            @Nullable
            String read(int line);
        }
    }
}
