package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.text.Language;

@PolicyTest
class EditingPagesTest {

    private static final String PASSWORD = "a-password-for-tests";

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    private StaffBrowser huda;
    private StaffBrowser sami;
    private String draft = "";

    @BeforeEach
    void twoEditorsAndADraft() {
        staff.register("one@example.com", "Editor One", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);
        staff.register("two@example.com", "Editor Two", Role.EDITOR, Language.AR, PASSWORD, Actor.APPLICATION);
        huda = new StaffBrowser(port);
        huda.signIn("one@example.com", PASSWORD);
        sami = new StaffBrowser(port);
        sami.signIn("two@example.com", PASSWORD);
        huda.get("/admin/drafts");
        sami.get("/admin/drafts");
        draft = StaffBrowser.target(huda.post("/admin/drafts", Map.of()));
    }

    @Test
    void whoSavesSecondSeesBothTextsAndLosesNeither() {
        String section = draft + "/sections/children";
        sami.post(section, section("Theirs <b>bold</b>", "نصّهم", "0"));

        Document conflict = page(huda.post(section, section("Mine alone", "نصّي", "0")));

        assertThat(conflict.select(".text-box").eachText().toString())
                .contains("Theirs <b>bold</b>", "نصّهم", "Mine alone", "نصّي");
        assertThat(conflict.select("mark").eachText()).contains("Theirs", "Mine", "alone");
        assertThat(conflict.text()).contains("Editor Two");
        assertThat(page(huda.get(section)).expectFirst("#body-en").text()).isEqualTo("Theirs <b>bold</b>");

        Map<String, String> kept = new HashMap<>();
        conflict.select("form:has(button[value=resume])")
                .select("input[name], textarea[name]")
                .forEach(field -> kept.put(
                        field.attr("name"), field.tagName().equals("textarea") ? field.wholeText() : field.val()));
        kept.put("then", "resume");
        Document resumed = page(huda.post(section, kept));
        assertThat(resumed.expectFirst("#body-en").text()).isEqualTo("Mine alone");

        kept.put("then", "draft");
        assertThat(huda.post(section, kept).statusCode()).isEqualTo(302);
        assertThat(page(huda.get(section)).expectFirst("#body-en").text()).isEqualTo("Mine alone");
    }

    @ParameterizedTest
    @CsvSource({
        "javascript:alert(1), a link may lead to http",
        "\u202Egnihtyna, U+202E",
        "\u2066hidden, U+2066",
        "TOO LONG, 'This is too long: 60,000 characters'",
        "A MEGABYTE, 'This is too long: 1,048,576 characters'"
    })
    void aTextThatCannotBeKeptIsExplainedAndStaysInTheForm(String hostile, String reason) {
        String section = draft + "/sections/children";
        String typed = switch (hostile) {
            case "TOO LONG" -> "x".repeat(60_000);
            case "A MEGABYTE" -> "س".repeat(1_048_576);
            default -> "Read [this](" + hostile + ") now";
        };

        HttpResponse<String> answer = huda.post(section, section(typed, "نص", "0"));

        Document refused = page(answer);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(refused.select(".error-summary a[href=#body-en]").text()).contains(reason);
        assertThat(refused.expectFirst("#body-en").wholeText()).isEqualTo(typed);
        assertThat(page(huda.get(section)).expectFirst("#body-en").text()).startsWith("Our services are intended");
    }

    @ParameterizedTest
    @CsvSource({"100, ''", "101, 'English file: the title has 101 characters, where 100 are allowed'"})
    void aTitleOfAFileIsNoLongerThanOneThatIsTyped(int length, String reason) {
        String title = "t".repeat(length);
        String file = "# " + title + "\n\n## Children {#children}\n\nFrom the file.\n";

        Document plan = page(huda.post(draft + "/import", Map.of("text-en", file, "revision", "0")));

        assertThat(plan.select(".error-summary a[href=#file-title]").text()).isEqualTo(reason);
        assertThat(plan.expectFirst("#file-title").text()).contains(title);
        assertThat(plan.expectFirst("textarea[name=text-en]").wholeText()).isEqualTo("\n" + file);
        assertThat(plan.expectFirst("button[value=fill]").hasAttr("disabled")).isEqualTo(!reason.isEmpty());
    }

    /** Nothing of a file is lost without a word, and nothing of this stands in the way. */
    @Test
    void whatReadersWillNotSeeOfAFileIsSaidBeforeItIsFilledIn() {
        Map<String, String> files = Map.of(
                "text-en",
                "## Children {#children}\n\nText.\n\n![A map](map.png)\n\n| a |\n|---|\n| b | c |\n",
                "text-ar",
                "## الأطفال {#children}\n\nنص <b>مهم</b>.\n",
                "revision",
                "0");

        Document plan = page(huda.post(draft + "/import", files));

        assertThat(plan.select(".message.warning p").eachText())
                .containsExactly(
                        "Please note what is in the Arabic file. It can be filled in all the same:",
                        "Please note what is in the English file. It can be filled in all the same:");
        assertThat(plan.select(".message.warning li a[href=#entry-children]").eachText())
                .satisfiesExactly(
                        text -> assertThat(text).isEqualTo("Line 3: HTML is shown to readers as text: <b>"),
                        text -> assertThat(text).isEqualTo("Line 3: HTML is shown to readers as text: </b>"),
                        text -> assertThat(text).startsWith("Line 5: pictures are left out"),
                        text -> assertThat(text).startsWith("Line 9: this row of the table has more cells"));
        assertThat(plan.expectFirst("button[value=fill]").hasAttr("disabled")).isFalse();
        assertThat(page(sami.post(draft + "/import", files))
                        .select(".message.warning")
                        .text())
                .contains("الملف العربي", "لا تُعرض الصور");
    }

    @Test
    void linksThatLeadToNothingOnThisSiteArePointedOutToTheAuthor() {
        Map<String, String> files =
                Map.of("text-en", """
                ## Children {#children}

                [1](/en/privacy), [2](/ar/privacy/versions#x), [3](/en/notice), [4](#children), [5](#cookies),
                [6](/en/privacy#cookies), [7](https://example.com/#x), [8](/en/privacy/versions/99), [9](/contact),
                [10](#), [11](/en/privacy?a=b), [12](/), [13](/admin/drafts), [14](#chil%64ren).

                ## Ships {#ships}

                [1](#ships)
                """, "text-ar", "## الأطفال {#children}\n\n[أ](#ships) [ب](/لا)\n", "revision", "0");

        Document plan = page(huda.post(draft + "/import", files));

        String page =
                ": there is nothing at “%s” on this site. Write the whole address, with https://, if it leads elsewhere";
        String section = ": “%s” leads to a section that this text does not have";
        assertThat(plan.select(".message.warning li").eachText())
                .containsExactly(
                        "Line 3" + page.formatted("/لا"),
                        "Line 3" + section.formatted("#cookies"),
                        "Line 4" + section.formatted("/en/privacy#cookies"),
                        "Line 4" + page.formatted("/en/privacy/versions/99"),
                        "Line 4" + page.formatted("/contact"),
                        "Line 5" + section.formatted("#"),
                        "Line 5" + page.formatted("/admin/drafts"));
        assertThat(plan.expectFirst("button[value=fill]").hasAttr("disabled")).isFalse();
        assertThat(page(sami.post(draft + "/import", files))
                        .select(".message.warning")
                        .text())
                .contains(
                        "لا شيء في هذا الموقع على العنوان «/contact»",
                        "يقود الرابط «#cookies» إلى قسم ليس في هذا النص");
    }

    @Test
    void aRemarkNamesTheLineOfTheFileWhateverIsLeftOutBeforeIt() {
        String file = """
                ## Children {#children}
                {: .wide}

                * TOC
                {:toc}

                First
                {: .lead}

                <b>
                """;

        Document plan = page(huda.post(draft + "/import", Map.of("text-en", file, "revision", "0")));

        assertThat(plan.select(".message.warning li").eachText())
                .containsExactly("Line 10: HTML is shown to readers as text: <b>");
    }

    @Test
    void whatAFileIsRefusedForIsSaidWithTheFileThatItIsIn() {
        Map<String, String> files = Map.of(
                "text-en", "## Children {#children}\n\nab\u202Ecd\n",
                "text-ar", "# ع\u202Eb\n\n## الأطفال\n\nنص.\n\n## الأطفال {#children}\n\n[أ](javascript:a)\n",
                "place-ar-0", "children",
                "revision", "0");

        Document plan = page(huda.post(draft + "/import", files));

        assertThat(plan.select(".error-summary li").eachText())
                .containsExactlyInAnyOrder(
                        "English file – Line 3, column 3: U+202E is a character that can make a text read otherwise than it"
                                + " is. Please remove it",
                        "Arabic file – Line 1, column 2: U+202E is a character that can make a text read otherwise than it"
                                + " is. Please remove it",
                        "Arabic file – “الأطفال”: another part of the same file goes to children, too",
                        "Arabic file – Line 9: a link may lead to http, https, mailto, tel with a number, or a page here,"
                                + " and not to “javascript:a”");
        assertThat(page(sami.post(draft + "/import", files))
                        .select(".error-summary")
                        .text())
                .contains("الملف الإنجليزي – السطر 3", "الملف العربي – السطر 9");
    }

    @Test
    void aFileThatCannotBeReadIsSaidToBeTheOneInThatLanguage() {
        Document asked = page(huda.post(
                draft + "/import", Map.of("text-ar", "No heading at all.", "text-en", "## A\n", "revision", "0")));

        assertThat(asked.select(".error-summary li").eachText())
                .containsExactly(
                        "Arabic file – There is no heading in the file: each section begins with a line such as ##"
                                + " Data retention");
    }

    @Test
    void ofVeryManyRemarksOnAFileTheFirstAreShownAndAllAreCounted() {
        String file = "## Children {#children}\n\n" + "![x](y)\n".repeat(150);

        Document plan = page(huda.post(draft + "/import", Map.of("text-en", file, "revision", "0")));

        assertThat(plan.select(".message.warning li")).hasSize(100);
        assertThat(plan.select(".message.warning").text()).endsWith("These are the first 100 of 150.");
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "'In short.\n\n', 'باختصار.\n\n'", "'In short.\n\n', ''", "'', 'باختصار.\n\n'"})
    void filesWithoutKeysArePairedByTheOrderOfTheirHeadings(String english, String arabic) {
        Document plan = page(huda.post(
                draft + "/import",
                Map.of(
                        "text-en", english + "## Ships\n\nText.\n\n## Sails\n\nText.\n",
                        "text-ar", arabic + "## السفن\n\nنص.\n\n## الأشرعة\n\nنص.\n",
                        "revision", "0")));

        List<String> places = plan.select("select option[selected]").eachAttr("value");
        List<String> prefaces = new ArrayList<>(places);
        prefaces.removeAll(List.of("ships", "sails"));
        assertThat(places).filteredOn("ships"::equals).hasSize(2);
        assertThat(places).filteredOn("sails"::equals).hasSize(2);
        assertThat(prefaces.stream().distinct())
                .as("text in front of the headings")
                .hasSize(english.isEmpty() && arabic.isEmpty() ? 0 : 1);
    }

    @Test
    void aReasonIsGivenInTheLanguageOfTheOneWhoReadsIt() {
        Document refused = page(sami.post(draft + "/sections/children", section("x [y](javascript:z)", "نص", "0")));

        assertThat(refused.expectFirst("html").attr("dir")).isEqualTo("rtl");
        assertThat(refused.select(".error-summary").text()).contains("يجوز أن يقود الرابط");
    }

    @Test
    void htmlIsKeptShownAsTextAndRemarkedUpon() {
        String section = draft + "/sections/children";
        huda.post(section, section("<script>alert(1)</script>", "نص", "0"));

        Document editor = page(huda.get(section));
        assertThat(editor.select("#preview-en .prose").text()).contains("<script>alert(1)</script>");
        assertThat(editor.select("#preview-en .prose script")).isEmpty();
        assertThat(editor.select("#preview-en .remarks .noted").text()).contains("HTML is shown to readers as text");
    }

    @ParameterizedTest
    @CsvSource({
        "31/01/2027, is not a date",
        "99999-01-01, is not a date",
        "0001-01-01, is not a date",
        "tomorrow, is not a date"
    })
    void aDateThatCannotBeIsExplainedAndWhatWasTypedStays(String date, String reason) {
        Document refused = page(decide(Map.of("effective", date, "summaryEn", "We changed a sentence.")));

        assertThat(refused.select(".error-summary a[href=#effective]").text()).contains(reason);
        assertThat(refused.expectFirst("#effective").val()).isEqualTo(date);
        assertThat(refused.expectFirst("#summary-en").text()).isEqualTo("We changed a sentence.");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30, We changed a sentence., غيّرنا جملة., The effective date has passed",
        "'', We changed a sentence., غيّرنا جملة., No effective date has been chosen",
        "2027-01-01, '', غيّرنا جملة., The summary of changes is missing in English",
        "2027-01-01, We changed a sentence., '', The summary of changes is missing in Arabic"
    })
    void whatIsMissingIsKeptAsItIsAndSaidWithThePlaceToMendIt(
            String date, String summaryEn, String summaryAr, String reason) {
        huda.post(draft + "/sections/children", section("New text.", "نص جديد.", "0"));
        decide(Map.of("effective", date, "summaryEn", summaryEn, "summaryAr", summaryAr));

        Document shown = page(huda.get(draft + "/details"));

        assertThat(shown.select(".reasons a").eachText())
                .singleElement()
                .asString()
                .contains(reason);
        assertThat(shown.select(".reasons a").attr("href")).startsWith(draft + "/details#");
        assertThat(shown.select(shown.select(".reasons a").attr("href").replaceAll(".*#", "#")))
                .hasSize(1);
    }

    @Test
    void aPublishedDraftLeadsToItselfAndChangesNoMore() {
        huda.post(draft + "/sections/children", section("New text.", "نص جديد.", "0"));
        HttpResponse<String> published = publish(
                Map.of("effective", "2027-01-01", "summaryAr", "غيّرنا جملة.", "summaryEn", "We changed a sentence."));
        assertThat(StaffBrowser.target(published)).isEqualTo("/admin/drafts");

        HttpResponse<String> late = sami.post(draft + "/sections/children", section("Too late", "فات الأوان", "1"));

        assertThat(StaffBrowser.target(late)).isEqualTo(draft);
        assertThat(page(huda.get(draft)).select("form[action$=discard], .row-actions"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Data Retention", "-x", "a--b", "1st", "data-retention", "'<b>'"})
    void aKeyThatCannotBeIsRefusedAndTheHeadingsStay(String key) {
        Document refused = page(
                huda.post(draft + "/sections", Map.of("key", key, "headingAr", "عنوان", "headingEn", "A heading")));

        assertThat(refused.select(".error-summary a[href=#key]")).hasSize(1);
        assertThat(refused.expectFirst("#key").val()).isEqualTo(key);
        assertThat(refused.expectFirst("#heading-en").val()).isEqualTo("A heading");
    }

    @Test
    void aKeyThatNobodyChoseIsMadeOfTheEnglishHeading() {
        HttpResponse<String> added = huda.post(
                draft + "/sections", Map.of("key", "", "headingAr", "عنوان", "headingEn", "Who's who: 3 & more?"));
        assertThat(StaffBrowser.target(added)).isEqualTo(draft + "/sections/whos-who-3-more");

        Document refused = page(huda.post(draft + "/sections", Map.of("headingAr", "عنوان", "headingEn", "")));
        assertThat(refused.select(".error-summary a[href=#key]").text()).contains("heading in English");
    }

    private HttpResponse<String> decide(Map<String, String> fields) {
        Document form = page(huda.get(draft + "/details"));
        Map<String, String> details = new HashMap<>(Map.of("kind", "MATERIAL"));
        form.select("form.measure-form input[type=hidden], form.measure-form input[type=text]")
                .forEach(field -> details.put(field.attr("name"), field.val()));
        details.putAll(fields);
        return huda.post(draft + "/details", details);
    }

    private HttpResponse<String> publish(Map<String, String> fields) {
        decide(fields);
        huda.post(draft + "/submission", revision(huda));
        staff.register("three@example.com", "Approver", Role.APPROVER, Language.EN, PASSWORD, Actor.APPLICATION);
        StaffBrowser nada = new StaffBrowser(port);
        nada.signIn("three@example.com", PASSWORD);
        Map<String, String> seen = revision(nada);
        nada.post(draft + "/approval", seen);
        return nada.post(
                draft + "/publication",
                Map.of("revision", seen.get("revision"), "recipients", "0", "password", PASSWORD));
    }

    private Map<String, String> revision(StaffBrowser browser) {
        return Map.of(
                "revision",
                page(browser.get(draft + "/review"))
                        .expectFirst("input[name=revision]")
                        .val());
    }

    private static Map<String, String> section(String bodyEn, String bodyAr, String revision) {
        return Map.of(
                "headingEn",
                "Children",
                "headingAr",
                "الأطفال",
                "bodyEn",
                bodyEn,
                "bodyAr",
                bodyAr,
                "revision",
                revision,
                "then",
                "draft");
    }

    private static Document page(HttpResponse<String> response) {
        return StaffBrowser.page(response);
    }
}
