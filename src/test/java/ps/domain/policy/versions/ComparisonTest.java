package ps.domain.policy.versions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ps.domain.policy.audit.Fingerprint;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.Comparison.Kind;
import ps.domain.policy.versions.Significance.Material;

class ComparisonTest {

    /** Sections are letters; a capital one has another text; an asterisk says that it was moved. */
    @ParameterizedTest
    @CsvSource({
        "a b c,   a b c,     =a =b =c",
        "a b c,   a B c,     =a ~b =c",
        "a b c,   x a b c,   +x =a =b =c",
        "a b c,   a x b c,   =a +x =b =c",
        "a b c,   a c,       =a -b =c",
        "a b c,   b c,       -a =b =c",
        "a b c,   a b,       =a =b -c",
        "a b c d, d a b c,   >d* =a =b =c",
        "a b c d, b c d a,   =b =c =d >a*",
        "a b c d, a x c b d, =a +x >c* =b =d",
        "a b c,   C a b,     ~c* =a =b",
        "a b,     x y,       -a -b +x +y",
        "a b c,   c,         -a -b =c",
        "a b c d, a d B x,   =a >d* ~b -c +x"
    })
    void everySectionIsToldInItsPlace(String before, String after, String expected) {
        Comparison comparison = Comparison.of(version(before), version(after));

        assertThat(comparison.sections().stream()
                        .map(change -> sign(change.kind())
                                + change.section().key().value().substring(1)
                                + (change.moved() ? "*" : ""))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @Test
    void sectionsAreCountedByWhatMattersMost() {
        Comparison comparison = Comparison.of(version("a b c d e"), version("e A c x"));

        assertThat(List.of(Kind.values())).extracting(comparison::count).containsExactly(1, 1, 2, 1, 1);
        assertThat(comparison.textChanges())
                .extracting(Comparison.SectionChange::kind)
                .containsExactly(Kind.CHANGED, Kind.REMOVED, Kind.REMOVED, Kind.ADDED);
    }

    @Test
    void aMovedSectionKnowsBothItsPlaces() {
        Comparison.SectionChange moved =
                Comparison.of(version("a b c"), version("c a b")).sections().getFirst();

        assertThat(moved.before()).extracting(Comparison.Place::number).isEqualTo(3);
        assertThat(moved.after()).extracting(Comparison.Place::number).isEqualTo(1);
    }

    private static String sign(Kind kind) {
        return switch (kind) {
            case ADDED -> "+";
            case REMOVED -> "-";
            case CHANGED -> "~";
            case MOVED -> ">";
            case UNCHANGED -> "=";
        };
    }

    private static Version version(String sections) {
        return new Version(
                1,
                LocalDate.of(2026, 6, 10),
                Instant.EPOCH,
                new Material(),
                BilingualText.EMPTY,
                BilingualText.EMPTY,
                Arrays.stream(sections.split(" ")).map(ComparisonTest::section).toList(),
                List.of(),
                new Seal(1, null, Fingerprint.NONE_YET));
    }

    private static Section section(String letter) {
        return new Section(
                new SectionKey("s" + letter.toLowerCase(Locale.ROOT)),
                new BilingualText("عنوان", "Heading"),
                new BilingualText(letter, letter));
    }
}
