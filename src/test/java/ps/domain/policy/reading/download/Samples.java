package ps.domain.policy.reading.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.core.io.ClassPathResource;
import ps.domain.policy.audit.Fingerprint;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.PolicyDocument;
import ps.domain.policy.versions.Seal;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/** Versions to make files of. */
final class Samples {

    private static final ZoneId ZONE = ZoneId.of("Asia/Hebron");

    private Samples() {}

    /** Everything that Markdown has, vowel signs, other scripts, long words: {@code download/difficult.*.md}. */
    static Timeline difficult() {
        PolicyDocument arabic = document("ar");
        PolicyDocument english = document("en");
        return timeline(
                new BilingualText(arabic.title(), english.title()),
                IntStream.range(0, arabic.sections().size())
                        .mapToObj(i -> section(
                                arabic.sections().get(i).key().value(),
                                new BilingualText(
                                        arabic.sections().get(i).heading(),
                                        english.sections().get(i).heading()),
                                new BilingualText(
                                        arabic.sections().get(i).body(),
                                        english.sections().get(i).body())))
                        .toList());
    }

    /** One section with the same body in both languages. */
    static Timeline of(String body) {
        return timeline(
                new BilingualText("سياسة", "Policy"),
                List.of(section("one", new BilingualText("قسم", "Section"), new BilingualText(body, body))));
    }

    /** A short text under a title. */
    static Timeline titled(BilingualText title) {
        return timeline(
                title,
                List.of(section(
                        "one", new BilingualText("قسم", "Section"), new BilingualText("نص عربي.", "English text."))));
    }

    private static Timeline timeline(BilingualText title, List<Section> sections) {
        return new Timeline(
                List.of(new Version(
                        1,
                        LocalDate.of(2027, 1, 1),
                        Instant.parse("2026-12-01T09:00:00.123456Z"),
                        new Material(),
                        title,
                        new BilingualText("ملخّص", "Summary"),
                        sections,
                        List.of(),
                        new Seal(1, null, Fingerprint.of(Map.of("sample", true))))),
                ZONE);
    }

    private static Section section(String key, BilingualText heading, BilingualText body) {
        return new Section(new SectionKey(key), heading, body);
    }

    private static PolicyDocument document(String language) {
        try {
            return PolicyDocument.parse(new ClassPathResource("download/difficult." + language + ".md")
                    .getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
