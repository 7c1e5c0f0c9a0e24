package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.SectionKey;

@PolicyTest
class TranslationTest {

    private static final Actor HUDA = new Actor(UUID.randomUUID(), "Editor one");
    private static final SectionKey CHILDREN = new SectionKey("children");
    private static final Item SECTION = Item.section(CHILDREN);

    @Autowired
    private Drafting drafting;

    @Autowired
    private DraftPages pages;

    private UUID draft;
    private int revision;

    @BeforeEach
    void beginADraft() {
        draft = drafting.begin(HUDA);
        save("English.", "عربي.");
    }

    @Test
    void aDraftBeginsWithBothLanguagesCurrentButForItsSummary() {
        DraftPages.Page page = pages.page(drafting.begin(HUDA), Language.EN);

        assertThat(page.unfinished()).extracting(Translation::item).containsExactly("summary");
        assertThat(page.counts())
                .extracting(Translation.Count::missing, Translation.Count::stale, Translation.Count::current)
                .containsOnly(tuple(1L, 0L, 12L));
    }

    @Test
    void aLanguageIsStaleWhenTheOtherChangedLaterUntilItFollows() {
        save("Changed.", "عربي.");
        assertStates("stale", "current");

        save("Changed again.", "عربي.");
        assertStates("stale", "current");

        save("Changed again.", "تغيّر.");
        assertStates("current", "current");
    }

    @Test
    void whoeverChangesBothAtOnceLeavesNeitherBehind() {
        save("Changed.", "تغيّر.");
        assertStates("current", "current");
    }

    @Test
    void aLanguageThatIsEmptyIsMissingAndFollowsWhenItIsWritten() {
        save("English.", "");
        assertStates("missing", "current");
        save("Other English.", "");
        assertStates("missing", "current");
        save("Other English.", "كُتب.");
        assertStates("current", "current");
    }

    @Test
    void somebodyCanSayThatItIsStillRightUntilTheOtherChangesAgain() {
        save("Changed.", "عربي.");

        drafting.confirm(draft, SECTION, Language.AR, revision, HUDA);

        assertStates("current", "current");
        assertThat(translation().ar().confirmedBy()).isEqualTo("Editor one");
        assertThat(translation().ar().confirmedAt()).contains("<time");
        save("Changed once more.", "عربي.");
        assertStates("stale", "current");
        assertThat(translation().ar().confirmedBy()).isNull();
    }

    @Test
    void nobodyConfirmsWhatTheyHaveNotSeen() {
        save("Changed.", "عربي.");
        int seen = revision;
        save("Changed again.", "عربي.");

        assertThatExceptionOfType(EditedMeanwhile.class)
                .isThrownBy(() -> drafting.confirm(draft, SECTION, Language.AR, seen, HUDA));
        assertStates("stale", "current");
    }

    @Test
    void theEditorShowsWhatChangedSinceBothSaidTheSame() {
        save("First change.", "عربي.");
        save("Second change.", "عربي.");

        Difference since = pages.section(draft, CHILDREN, "", Language.EN).since();

        assertThat(since).isNotNull();
        assertThat(since.ar().isSame()).isTrue();
        assertThat(since.en().body()).extracting(piece -> piece.text()).anyMatch(text -> text.contains("English"));
        assertThat(since.en().otherBody()).extracting(piece -> piece.text()).anyMatch(text -> text.contains("Second"));
    }

    @Test
    void titleSummaryAndEffectsHaveATranslationToo() {
        drafting.explain(draft, Map.of(CHILDREN, new BilingualText("", "Nothing changes for you.")), 0, HUDA);
        assertThat(item("effect:children").ar().state()).isEqualTo("missing");

        drafting.explain(
                draft, Map.of(CHILDREN, new BilingualText("لا شيء يتغيّر.", "Nothing changes for you.")), 1, HUDA);
        assertThat(item("effect:children").isCurrent()).isTrue();

        drafting.explain(draft, Map.of(CHILDREN, BilingualText.EMPTY), 2, HUDA);
        assertThat(pages.page(draft, Language.EN).translations())
                .extracting(Translation::item)
                .containsExactly("title", "summary");
    }

    private Translation item(String item) {
        return pages.page(draft, Language.EN).translations().stream()
                .filter(translation -> translation.item().equals(item))
                .findFirst()
                .orElseThrow();
    }

    private void save(String en, String ar) {
        drafting.edit(
                draft, CHILDREN, revision++, new BilingualText("الأطفال", "Children"), new BilingualText(ar, en), HUDA);
    }

    private Translation translation() {
        return pages.section(draft, CHILDREN, "", Language.EN).translation();
    }

    private void assertStates(String ar, String en) {
        assertThat(translation().ar().state()).isEqualTo(ar);
        assertThat(translation().en().state()).isEqualTo(en);
    }
}
