package ps.domain.policy.reading;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.Accessibility;
import ps.domain.policy.testing.BrowserTest;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.Looking;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Effect;
import ps.domain.policy.versions.NewVersion;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Significance;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Significance.Minor;
import ps.domain.policy.versions.Version;

@BrowserTest
class ComparisonPagesTest {

    /** Wider than a telephone. */
    private static final String TABLE = """


            | Information | Foundation | Retention | Recipients | Explanation |
            |---|---|---|---|---|
            | Registrations | Agreement | Indefinitely | Registries | Administration |
            """;

    @LocalServerPort
    private int port;

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private TransactionTemplate transactions;

    private Http http;

    /** Version 2: three sections changed, another only in Arabic, one added, one removed, the last moved up. */
    @BeforeEach
    void aSecondVersion() {
        http = new Http(port);
        Version first = versions.timeline().version(1).orElseThrow();
        List<Section> sections = new ArrayList<>(first.sections());
        sections.removeIf(section -> section.key().value().equals("children"));
        sections.replaceAll(section -> switch (section.key().value()) {
            case "data-retention" ->
                edited(section, "limited period", "period of **90 days**", "لمدة محدودة", "لمدة **90 يومًا**");
            case "who-we-share-data-with" ->
                edited(
                        section,
                        "- Payment processors",
                        "- Example Backup — keeps copies at [backup](https://backup.example).\n- Payment processors",
                        "- مزوّدو خدمات الدفع",
                        "- Example Backup — يحفظ النسخ لدى [النسخ](https://backup.example).\n- مزوّدو خدمات الدفع");
            case "your-rights" ->
                new Section(
                        section.key(),
                        section.heading(),
                        new BilingualText(
                                section.body().ar() + TABLE, section.body().en() + TABLE));
            case "security" -> edited(section, "We protect", "We protect", "TLS", "TLS 1.3");
            default -> section;
        });
        sections.addFirst(sections.removeLast());
        sections.add(new Section(
                new SectionKey("transfers"),
                new BilingualText("نقل البيانات", "Transfers"),
                new BilingualText("نص *جديد* كله.", "A text that is *all* new.")));
        publish(
                LocalDate.of(2027, 1, 1),
                new Material(),
                first.title(),
                sections,
                effect("contact", "تجدنا في أول الصفحة.", "You find us at the top."),
                effect("data-retention", "نحذف بياناتك بعد 90 يومًا.", "We delete your data after 90 days."),
                effect("children", "لا يتغيّر شيء لأسرتك.", "Nothing changes for your family."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | Sections: 4 changed, 1 added, 1 removed, 1 moved, 5 unchanged. | [removed: limited end] | [added: of 90 days end]
            ar | تغيّرت 4 أقسام، وأُضيف قسم واحد، وحُذف قسم واحد، ونُقل قسم واحد، وبقيت 5 أقسام دون تغيير. | [حُذف: محدودة انتهى] | [أُضيف: 90 يومًا انتهى]
            """)
    void whatChangedIsCountedListedAndToldWordByWord(String language, String counts, String removed, String added) {
        Document page = http.page("/" + language + "/privacy/compare/1...2");

        assertThat(page.expectFirst(".lead").text()).isEqualTo(counts);
        assertThat(page.select(".contents a").eachAttr("href"))
                .containsExactly(
                        "#contact",
                        "#who-we-share-data-with",
                        "#data-retention",
                        "#your-rights",
                        "#security",
                        "#children",
                        "#transfers");
        assertThat(page.select("section[id]").eachAttr("id"))
                .containsSubsequence("contact", "what-we-collect", "security", "children", "transfers");
        assertThat(page.select("#data-retention .now").text()).contains(removed, added);
        assertThat(page.select("#data-retention .was").text())
                .doesNotContain("90")
                .doesNotContain("[");
        assertThat(page.select("#who-we-share-data-with li.ins bdi, #who-we-share-data-with li.ins")
                        .text())
                .contains("Example Backup", "(https://backup.example)");
        assertThat(page.select("#children del.whole p, #transfers ins.whole em"))
                .hasSize(2);
        assertThat(page.select("details").eachAttr("open")).isEmpty();
        assertThat(page.select("details")).hasSize(6);
        assertThat(page.select("ins li, del li, [style], script")).isEmpty();
    }

    @Test
    void aMovedSectionIsNeitherTakenOutNorPutIn() {
        Element contact = http.page("/en/privacy/compare/1...2").expectFirst("#contact");

        assertThat(contact.text()).contains("Moved", "This section was number 11 and is now number 1.");
        assertThat(contact.select("ins, del")).isEmpty();
        assertThat(http.page("/en/privacy/compare/1...2")
                        .select("#what-we-collect .badge")
                        .text())
                .isEqualTo("Unchanged");
    }

    @Test
    void aSectionThatChangedOnlyInTheOtherLanguageSaysSo() {
        Element security = http.page("/en/privacy/compare/1...2").expectFirst("#security");

        assertThat(security.text()).contains("In English this section reads the same");
        assertThat(security.select("a").eachAttr("href")).contains("/ar/privacy/compare/1...2#security");
        assertThat(http.page("/ar/privacy/compare/1...2")
                        .select("#security ins bdi")
                        .text())
                .contains("TLS 1.3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | What it means for you | We delete your data after 90 days. | Nothing changes for your family. | Data Retention
            ar | ماذا يعني ذلك لك | نحذف بياناتك بعد 90 يومًا. | لا يتغيّر شيء لأسرتك. | الاحتفاظ بالبيانات
            """)
    void whatItMeansForYouStandsAtItsSectionAndInTheHistory(
            String language, String title, String retention, String children, String heading) throws Exception {
        Document page = http.page("/" + language + "/privacy/compare/1...2");
        assertThat(page.select("#data-retention .effect").text()).isEqualTo(title + " " + retention);
        assertThat(page.select("#children .effect").text()).isEqualTo(title + " " + children);
        assertThat(page.select(".effect")).hasSize(3);
        assertThat(page.select("#contact .effect")).hasSize(1);
        assertThat(http.page("/" + language + "/privacy/compare/2...1").select(".effect"))
                .isEmpty();

        Document history = http.page("/" + language + "/privacy/versions");
        assertThat(history.select("h3").eachText()).containsExactly(title);
        assertThat(history.select(".effects dt").eachText()).hasSize(3).contains(heading);
        assertThat(history.select(".effects dd").eachText()).contains(retention, children);
    }

    @Test
    void theOtherWayRoundIsWhatGoingBackDoes() {
        Document page = http.page("/en/privacy/compare/2...1");

        assertThat(page.expectFirst("h1").text()).isEqualTo("What changes from version 2 to version 1");
        assertThat(page.select("section.added").eachAttr("id")).containsExactly("children");
        assertThat(page.select("section.removed").eachAttr("id")).containsExactly("transfers");
        assertThat(page.select("#data-retention .now ins").text()).contains("limited");
        assertThat(page.select(".head .links a").eachAttr("href")).contains("/en/privacy/compare/1...2");
    }

    @Test
    void everythingCanBeShownAndFoldedAgain() {
        Document page = http.page("/en/privacy/compare/1...2");
        String all = page.select(".head .links a").eachAttr("href").getLast();
        Document unfolded = http.page(all);

        assertThat(all).isEqualTo("/en/privacy/compare/1...2?show=all");
        assertThat(unfolded.select("details[open]")).hasSize(6);
        assertThat(unfolded.select(".head .links a").eachAttr("href")).contains("/en/privacy/compare/1...2");
    }

    @Test
    void aVersionComparedWithItselfIsTheSame() {
        Document page = http.page("/en/privacy/compare/2...2");

        assertThat(page.expectFirst(".lead").text()).contains("one and the same version");
        assertThat(page.select("ins, del")).isEmpty();
    }

    @Test
    void anotherNameOfTheDocumentAndTheSummariesOnTheWayAreShown() {
        Version second = versions.timeline().version(2).orElseThrow();
        publish(
                LocalDate.of(2027, 2, 1),
                new Minor(new BilingualText("اسم فقط.", "A name only.")),
                new BilingualText("سياسة خصوصية البيانات", "Data Privacy Policy"),
                second.sections());
        Document page = http.page("/en/privacy/compare/1...3");

        assertThat(page.select(".renamed ins").text()).contains("Data");
        assertThat(page.select(".step h2").eachText())
                .containsExactly("Summary of version 3 Minor change", "Summary of version 2 Material change");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/en/privacy/compare/1...3",
                "/en/privacy/compare/0...1",
                "/en/privacy/compare/01...2",
                "/en/privacy/compare/1..2",
                "/en/privacy/compare/1...2...1",
                "/en/privacy/compare/1...99999999999",
                "/en/privacy/compare",
                "/en/privacy/compare?from=1",
                "/en/privacy/compare?from=1&to=x",
                "/en/privacy/compare?from=1&to=3",
                "/en/privacy/compare?from=1&from=2&to=1"
            })
    void whatIsNotThereCannotBeCompared(String path) {
        assertThat(http.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void theFormLeadsToTheAddressOfTheComparison() {
        HttpResponse<byte[]> answer = http.get("/ar/privacy/compare?from=2&to=1");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().allValues("Location")).containsExactly("/ar/privacy/compare/2...1");
    }

    @ParameterizedTest
    @CsvSource({
        "/en/privacy, See what changes",
        "/en/privacy/versions, What changed since version 1",
        "/ar/privacy/versions/2, ما الذي تغيّر منذ النسخة 1"
    })
    void thePagesOfThePolicyLinkToWhatChanged(String path, String label) {
        Element link = http.page(path).expectFirst("a[href$='/privacy/compare/1...2']");

        assertThat(link.text()).isEqualTo(label);
    }

    @ParameterizedTest
    @EnumSource
    void itReadsInOneColumnOnAPhoneAndInTwoOnAWideScreen(Language language, Page page) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
            for (int width : List.of(320, 390, 1280)) {
                page.setViewportSize(width, 900);
                page.navigate("/" + language + "/privacy/compare/1...2?show=all#data-retention");
                Looking.waitFor(page);

                assertThat(page.locator("section:target")).hasAttribute("id", "data-retention");
                assertThat(page.locator("#data-retention .was")).isVisible(visible(width == 1280));
                // What a wide screen shows on the other side is still read out on this one.
                assertThat(page.locator("#data-retention .now del").first().ariaSnapshot())
                        .contains("deletion");
                assertThat((boolean) page.locator("#data-retention .now del")
                                .first()
                                .evaluate("it => it.getBoundingClientRect().width > 2"))
                        .isEqualTo(width != 1280);
                assertThat((int) page.evaluate(
                                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                        .as("%s at %s", language, width)
                        .isZero();
                assertThat(page.locator("summary").evaluateAll("""
                        all => all.filter(it => it.getBoundingClientRect().bottom
                            > Math.max(...[...it.children].map(part => part.getBoundingClientRect().bottom)) + 8).length
                        """))
                        .as("headings with their mark on a line of its own")
                        .isEqualTo(0);
                Accessibility.check(page);
                if (width < 1280) {
                    // Or else the last letter of the one would be joined to the first of the other.
                    assertThat(page.locator("#data-retention .now del + ins")
                                    .evaluate("it => getComputedStyle(it, '::before').content"))
                            .isEqualTo("\"\u200C\"");
                }
            }
        }
        page.selectOption("#from", "2");
        page.selectOption("#to", "1");
        page.click(".choose button");
        assertThat(page).hasURL(Pattern.compile("/compare/2\\.\\.\\.1$"));
        Accessibility.check(page);
    }

    private static IsVisibleOptions visible(boolean visible) {
        return new IsVisibleOptions().setVisible(visible);
    }

    private static Section edited(Section section, String oldEn, String newEn, String oldAr, String newAr) {
        assertThat(section.body().en()).contains(oldEn);
        assertThat(section.body().ar()).contains(oldAr);
        return new Section(
                section.key(),
                section.heading(),
                new BilingualText(
                        section.body().ar().replace(oldAr, newAr),
                        section.body().en().replace(oldEn, newEn)));
    }

    private static Effect effect(String section, String arabic, String english) {
        return new Effect(new SectionKey(section), new BilingualText(arabic, english));
    }

    private void publish(
            LocalDate from, Significance significance, BilingualText title, List<Section> sections, Effect... effects) {
        transactions.executeWithoutResult(status -> versions.publish(
                new NewVersion(
                        from,
                        significance,
                        title,
                        new BilingualText("ملخّص التغيير.", "The summary."),
                        sections,
                        List.of(effects)),
                Actor.APPLICATION));
    }
}
