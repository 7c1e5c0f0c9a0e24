package ps.domain.policy.notices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.multipart.MultipartFile;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;

/**
 * A breach notice as typed.
 *
 * @param to {@code everybody}, or anything else for those that are named
 * @param clients client ids, as pasted
 * @param file a table with client ids in its first column
 * @param revision that of the draft that was shown
 */
record BreachForm(
        @Nullable String subjectAr,
        @Nullable String subjectEn,
        @Nullable String bodyAr,
        @Nullable String bodyEn,
        @Nullable String to,
        @Nullable String clients,
        @Nullable MultipartFile file,
        @Nullable Integer revision) {

    private static final int LONGEST_SUBJECT = 150;
    private static final int LONGEST_BODY = 10_000;
    private static final int SHOWN = 10;
    private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]*)\"");

    BilingualText subject() {
        return new BilingualText(line(subjectAr), line(subjectEn));
    }

    BilingualText body() {
        return new BilingualText(text(bodyAr), text(bodyEn));
    }

    /** Adds to the doubts what is hardly in its language; headings are not looked at, since they were there before. */
    void pointOutDoubts(Problems doubts, MessageSource messages, Locale locale) {
        for (Language language : Language.values()) {
            String prose = body().in(language)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
            pointOut("subject-" + language, subject().in(language), language, doubts, messages, locale);
            pointOut("body-" + language, prose, language, doubts, messages, locale);
        }
    }

    private static void pointOut(
            String field, String text, Language side, Problems doubts, MessageSource messages, Locale locale) {
        String name = messages.getMessage("notices.breach." + field.replace('-', '.'), null, locale);
        doubts.doubt("#" + field, text, side, "editing.doubt.", name);
    }

    boolean isToEverybody() {
        return "everybody".equals(to);
    }

    int seen() {
        return revision == null ? 0 : revision;
    }

    ClientIds ids() {
        ClientIds pasted = ClientIds.pasted(text(clients));
        if (file == null || file.isEmpty()) {
            return pasted;
        }
        try {
            return pasted.with(ClientIds.firstColumn(new String(file.getBytes(), StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Adds to the problems what cannot be kept.
     *
     * @param home what the addresses of our own begin with: a notice leads nowhere else
     */
    void check(Problems problems, String home) {
        for (Language language : Language.values()) {
            tooLong(problems, "subject-" + language, subject().in(language), LONGEST_SUBJECT);
            String body = body().in(language);
            tooLong(problems, "body-" + language, body, LONGEST_BODY);
            if (body.length() <= LONGEST_BODY) {
                checkLinks(problems, "body-" + language, body, language, home);
            }
        }
        ClientIds ids = ids();
        if (!isToEverybody() && !ids.nonsense().isEmpty()) {
            problems.add(
                    "clients",
                    "notices.breach.nonsense",
                    String.join(", ", ids.nonsense().stream().limit(SHOWN).toList()));
        }
    }

    private static void tooLong(Problems problems, String field, String text, int longest) {
        if (text.length() > longest) {
            problems.add(field, "editing.problem.too-long", longest, text.length());
        }
    }

    private static void checkLinks(Problems problems, String field, String body, Language language, String home) {
        Matcher link = LINK.matcher(Markdown.toHtml(body, language));
        while (link.find()) {
            if (!link.group(1).equals(home) && !link.group(1).startsWith(home + "/")) {
                problems.add(field, "notices.breach.link", link.group(1), home);
            }
        }
    }

    private static String line(@Nullable String typed) {
        return text(typed).replaceAll("\\s+", " ");
    }

    private static String text(@Nullable String typed) {
        return typed == null ? "" : typed.strip().replace("\r\n", "\n").replace('\r', '\n');
    }
}
