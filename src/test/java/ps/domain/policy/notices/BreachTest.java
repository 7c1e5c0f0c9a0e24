package ps.domain.policy.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.Checked;
import ps.domain.policy.audit.Verification;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.MessageFiles;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.AtOnce;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

/** A notice of a breach of personal data, from the first word to the mail. */
@PolicyTest
class BreachTest {

    private static final String PASSWORD = "a-password-for-tests";

    private static final Map<String, String> WRITTEN = Map.of(
            "subjectAr", "خرق يمسّ بياناتك",
            "subjectEn", "A breach that concerns your data",
            "bodyAr", "## ما الذي حدث\n\nاطّلع أحدهم على فواتيرك.\n\n- غيّر كلمة المرور.",
            "bodyEn", "## What happened\n\nSomebody *saw* your invoices.\n\n- Change your password.",
            "to", "list",
            "clients", "1, ٢ 4");

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private Notices notices;

    @Autowired
    private Mailings mailings;

    @Autowired
    private MessageFiles files;

    @Autowired
    private Verification verification;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private StaffBrowser editor;
    private StaffBrowser approver;
    private String page = "";

    @BeforeEach
    void begun() {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at) VALUES
                  (1, 'Sample', '', 'one@example.com', 'one@example.com', 'ar', 'ACTIVE', now()),
                  (2, 'Sample', '', 'two@example.com', 'two@example.com', 'en', 'ACTIVE', now()),
                  (3, 'Sample', '', 'three@example.com', 'three@example.com', 'en', 'ACTIVE', now()),
                  (4, 'Sample', '', NULL, NULL, 'en', 'ACTIVE', now())
                """).update();
        editor = StaffBrowser.of(staff, Role.EDITOR, PASSWORD, port);
        approver = StaffBrowser.of(staff, Role.APPROVER, PASSWORD, port);
        editor.get("/admin/notices");
        page = StaffBrowser.target(editor.post("/admin/notices/breaches", Map.of()));
    }

    @RepeatedTest(3)
    void twoWhoSaveOrSendItAtTheSameMomentDoSoOnce() throws Exception {
        StaffBrowser other = new StaffBrowser(port);
        staff.register("other@example.com", "Other", Role.ADMIN, Language.EN, PASSWORD, Actor.APPLICATION);
        other.signIn("other@example.com", PASSWORD);
        other.get(page);

        assertThat(AtOnce.all(
                        () -> save(editor, Map.of()).statusCode(),
                        () -> save(editor, Map.of()).statusCode()))
                .contains(302)
                .allMatch(status -> status == 302 || status == 409);
        Document seen = StaffBrowser.page(approver.get(page));
        other.get(page);
        assertThat(AtOnce.all(
                        () -> send(approver, seen, PASSWORD).statusCode(),
                        () -> send(other, seen, PASSWORD).statusCode(),
                        () -> other.post(page + "/discard", Map.of()).statusCode()))
                .allMatch(status -> status == 302 || status == 409);
        assertThat(jdbc.sql("SELECT count(*) FROM notice").query(Long.class).single())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void aTextThatIsHardlyInItsLanguageIsPointedOut() {
        save(Map.of(
                "subjectAr", "A breach that concerns you",
                "bodyAr", "## ما الذي حدث\n\nSomebody saw your invoices.\n",
                "bodyEn", "## What happened\n\nاطّلع أحدهم على فواتيرك.\n"));

        assertThat(StaffBrowser.page(approver.get(page)).select("#doubts a").eachAttr("href"))
                .containsExactly("#subject-ar", "#body-ar", "#body-en");

        save(Map.of());
        assertThat(StaffBrowser.page(approver.get(page)).select("#doubts")).isEmpty();
    }

    @Test
    void oneInWhichAHeadingHasNothingBelowItIsNotFinished() {
        String begun = StaffBrowser.page(editor.get(page)).select("#body-ar").val();
        save(Map.of(
                "bodyAr", begun, "bodyEn", "## What happened\n\n### To whom\n\nTo you.\n\n## What you should do\n"));

        Document shown = StaffBrowser.page(approver.get(page));

        assertThat(shown.select(".reasons a").eachText())
                .containsExactly(
                        "A heading in the Arabic text has nothing below it",
                        "A heading in the English text has nothing below it");
        assertThat(approver.post(page + "/sending", Map.of("revision", "2", "addresses", "2", "password", PASSWORD))
                        .statusCode())
                .isEqualTo(409);
        save(Map.of("bodyEn", "## What happened\n\n### To whom\n\nTo you."));
        assertThat(StaffBrowser.page(approver.get(page)).select(".reasons")).isEmpty();
        save(Map.of("bodyEn", "What happened\n---\n"));
        assertThat(StaffBrowser.page(approver.get(page)).select(".reasons a").eachText())
                .containsExactly("A heading in the English text has nothing below it");
        save(Map.of("bodyEn", "## What happened\n\n```\n# no heading\n```"));
        assertThat(StaffBrowser.page(approver.get(page)).select(".reasons")).isEmpty();
    }

    @Test
    void oneWritesAnotherSendsAndOnlyThoseWhoAreNamedAreTold() {
        save(Map.of());
        Document seen = StaffBrowser.page(approver.get(page));
        assertThat(seen.select("#audience .figures div").eachText())
                .startsWith("Emails, one to each address 2", "With Arabic first 1", "With English first 1")
                .contains("No address 1");
        assertThat(seen.select("pre.mail").eachText())
                .hasSize(2)
                .allMatch(mail -> mail.contains("Somebody saw your invoices.") && mail.contains("- غيّر كلمة المرور."));
        assertThat(approver.get(page + "/unreached.csv").body().lines().skip(1))
                .containsExactly("4,Sample,,,No address");
        assertThat(editor.get(page + "/unreached.csv").statusCode()).isEqualTo(403);

        String notice = StaffBrowser.target(send(approver, seen, PASSWORD));

        Document shown = StaffBrowser.page(approver.get(notice));
        assertThat(shown.select("h1").text()).isEqualTo("Breach notice");
        assertThat(jdbc.sql("SELECT address || ' ' || variant FROM delivery ORDER BY 1")
                        .query(String.class)
                        .list())
                .containsExactly("one@example.com ar", "two@example.com en");
        assertThat(jdbc.sql("SELECT client_id || ' ' || reason FROM notice_unreached")
                        .query(String.class)
                        .list())
                .containsExactly("4 NO_ADDRESS");
        assertThat(verification.run(Map.of())).allMatch(Checked::isSound);
        assertThat(jdbc.sql(
                                "SELECT actor_name || ' ' || action FROM audit_entry WHERE action LIKE 'notice.%' ORDER BY seq")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "Sample EDITOR notice.breach-begun",
                        "Sample EDITOR notice.breach-edited",
                        "Sample APPROVER notice.unreached-exported",
                        "Sample APPROVER notice.created");
        assertThat(StaffBrowser.target(editor.get(page))).isEqualTo(notice);
        assertThatThrownBy(
                        () -> jdbc.sql("UPDATE breach_draft SET body_en = 'x'").update())
                .hasMessageContaining("does not change");
        assertThatThrownBy(() -> jdbc.sql("DELETE FROM breach_draft_client").update())
                .hasMessageContaining("does not change");
    }

    @Test
    void theMailSaysItInBothLanguagesWithTheDirectionOnEveryBlockAndCanBeChecked() {
        save(Map.of());
        send(approver, StaffBrowser.page(approver.get(page)), PASSWORD);
        Notice notice = notices.all().getFirst();

        for (Letter letter : mailings.letters(notice.mailing())) {
            Document html = Jsoup.parse(letter.html());
            assertThat(html.body().select("table, tr, td, p, h1, h2, h3, li, ul, div"))
                    .isNotEmpty()
                    .allMatch(
                            block -> block.attr("dir").equals(block.attr("lang").equals("ar") ? "rtl" : "ltr"));
            assertThat(html.select("img, script, link, [src]")).isEmpty();
            assertThat(letter.text())
                    .contains("WHAT HAPPENED", "http://localhost:8080/en/notice/" + notice.reference());
        }
        clock.advance(Duration.ofMinutes(11));
        Document genuine = new Http(port).page("/en/notice/" + notice.reference());
        assertThat(genuine.select(".letter").text()).contains("Somebody saw your invoices.", "اطّلع أحدهم");
        assertThat(genuine.select(".facts").text()).contains("Notice of a breach");
    }

    @Test
    void aTableInTheMailHasNothingBesideIt() {
        save(Map.of("bodyEn", "| What | How many |\n|---|---|\n| Invoices | 2 |\n\nChange your password."));

        for (String first : List.of("ar", "en")) {
            Document html = Jsoup.parse(editor.get(page + "/mail/" + first).body());
            Element table = html.select("table:has(th)").last();
            assertThat(table).isNotNull();
            assertThat(table.attr("align")).isEmpty();
            assertThat(table.attr("dir")).isEqualTo("ltr");
            assertThat(table.select("th, td")).hasSize(4).allMatch(cell -> cell.hasClass("line"));
        }
    }

    @Test
    void theWordsOfAColumnStandWhereItsAuthorWantedThem() {
        String table = "| 1 | 2 | 3 |\n|---|:-:|--:|\n| 4 | 5 | 6 |\n";
        save(Map.of("bodyEn", table, "bodyAr", table));

        Document html = Jsoup.parse(editor.get(page + "/mail/ar").body());

        assertThat(html.select("td.line").stream()
                        .filter(cell -> cell.text().length() == 1)
                        .map(cell ->
                                cell.attr("lang") + cell.text() + " " + cell.attr("align") + " " + cell.className()))
                .contains(
                        "ar4 right line ink",
                        "ar5 center line ink",
                        "ar6 left line ink",
                        "en4 left line ink",
                        "en5 center line ink",
                        "en6 right line ink");
        assertThat(html.select("td:matchesOwn(^6$)").eachAttr("style"))
                .satisfiesExactly(
                        arabic -> assertThat(arabic).contains("text-align:left;direction:rtl"),
                        english -> assertThat(english).contains("text-align:right;direction:ltr"));
    }

    @Test
    void whatBelongsToAPointStandsBelowItInPlainTextToo() {
        save(Map.of("bodyEn", "1. Change your password:\n   - here,\n   - elsewhere.\n2. Tell us."));

        assertThat(StaffBrowser.page(editor.get(page)).expectFirst("pre.mail").wholeText())
                .contains("1. Change your password:\n\n  - here,\n\n  - elsewhere.\n\n2. Tell us.");
    }

    @Test
    void whatBeginsWithALatinWordReadsFromTheRightInPlainTextToo() {
        save(Map.of(
                "bodyAr",
                "WHMCS هو نظام الفوترة.\n\n- my.domain.ps هي المنصة.\n- المنصة.",
                "bodyEn",
                "WHMCS is what we bill with."));

        assertThat(StaffBrowser.page(editor.get(page)).expectFirst("pre.mail").wholeText())
                .contains(
                        "\n\u200FWHMCS هو نظام الفوترة.",
                        "\n- \u200Fmy.domain.ps هي المنصة.",
                        "\n- المنصة.",
                        "\nWHMCS is what",
                        "\nhttp://localhost:8080/ar/notice/");
    }

    /** In plain text nothing else keeps the parts of such a run in their order; nothing invisible touches an address. */
    @Test
    void latinWordsWithinArabicAreSetApartInPlainTextAndAddressesLeftAsTheyAre() {
        save(Map.of("bodyAr", """
                من نطاقات .ps خلال 24 hours فقط، وعلى my.domain.ps.

                راجع https://example.com/a/ أو [صفحة C++](http://localhost:8080/en/privacy) أو (team@example.com).

                | ما | كم |
                |---|---|
                | +970 2 000 0000 | `-x y-` |
                """, "bodyEn", "خصوصية is the Arabic word for privacy.\n\n2026 was fine."));

        String mail =
                StaffBrowser.page(editor.get(page)).expectFirst("pre.mail").wholeText();

        assertThat(mail)
                .contains(
                        "\nمن نطاقات \u2066.ps\u2069 خلال \u206624 hours\u2069 فقط، وعلى my.domain.ps.",
                        "راجع https://example.com/a/ أو صفحة \u2066C++\u2069 http://localhost:8080/en/privacy أو (team@example.com).",
                        "\u2066+970 2 000 0000\u2069 | \u2066-x y-\u2069",
                        "\n\u200Eخصوصية is the Arabic word",
                        "\n2026 was fine.",
                        "\nhttp://localhost:8080/ar/notice/");
        assertThat(mail).doesNotContainPattern("[\u2066\u2069\u200E\u200F]\\S*(?:@|://)|(?:@|://)\\S*[\u2066\u2069]");
    }

    @Test
    void whoWroteInItCannotSendItAndNeitherCanAnEditor() {
        save(Map.of());
        approver.get(page);
        save(approver, Map.of("subjectEn", "A breach that concerns you"));

        Document refused = StaffBrowser.page(send(approver, StaffBrowser.page(approver.get(page)), PASSWORD));

        assertThat(refused.select(".error-summary").text()).contains("somebody else has to approve it");
        assertThat(editor.post(page + "/sending", Map.of("revision", "3", "addresses", "2", "password", PASSWORD))
                        .statusCode())
                .isEqualTo(403);
        assertThat(notices.all()).isEmpty();
    }

    @Test
    void nothingIsSentWithoutThePasswordOrIfItChangedSinceItWasSeen() {
        save(Map.of());
        Document seen = StaffBrowser.page(approver.get(page));
        Document refused = StaffBrowser.page(send(approver, seen, "another password"));
        assertThat(refused.select(".error-summary").text()).contains("not your password");
        assertThat(refused.select("form[data-unsaved]").attr("data-unsaved"))
                .as("the text is saved, and nobody is to be asked about it on the way to sending it")
                .isEqualTo("no");
        save(Map.of("subjectEn", "Something else"));
        Document changed = StaffBrowser.page(send(approver, seen, PASSWORD));
        assertThat(changed.select(".error-summary").text()).contains("changed meanwhile");
        Document again = StaffBrowser.page(approver.get(page));
        jdbc.sql("UPDATE account_holder SET status = 'CLOSED' WHERE client_id = 1")
                .update();

        Document other = StaffBrowser.page(send(approver, again, PASSWORD));

        assertThat(other.select(".error-summary").text()).contains("another number of emails");
        assertThat(notices.all()).isEmpty();
        assertThat(jdbc.sql("SELECT count(*) FROM delivery").query(Long.class).single())
                .isZero();
    }

    @Test
    void idsThatAreNobodysAreListedAndKeepItFromBeingSent() {
        save(Map.of("clients", "1 77 99"));

        Document shown = StaffBrowser.page(approver.get(page));

        assertThat(shown.select(".message.warning").text()).contains("(2): 77, 99");
        assertThat(shown.select(".reasons").text()).contains("Some client ids are not known here");
        assertThat(shown.select("form[action$=sending]")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "clients, '1, one', 'not client ids: one'",
        "bodyEn, '[Log in](https://example.com/)', 'leads to our own pages only'",
        "bodyAr, '[نص](/ar/privacy)', 'leads to our own pages only'"
    })
    void whatCannotBeKeptIsSaidAndNotLost(String field, String typed, String problem) {
        Document refused = StaffBrowser.page(save(Map.of(field, typed)));

        assertThat(refused.select(".error-summary").text()).contains(problem);
        assertThat(refused.select("[name=" + field + "]").val()).isEqualTo(typed);
        assertThat(refused.select("form[data-unsaved]").attr("data-unsaved")).isEqualTo("yes");
        assertThat(jdbc.sql("SELECT revision FROM breach_draft")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void whoIsNamedAndCannotBeReachedByMailIsShownWithTheReason() {
        jdbc.sql("UPDATE account_holder SET status = 'CLOSED' WHERE client_id IN (2, 3)")
                .update();
        save(Map.of("clients", "1 2 3 4"));

        Document shown = StaffBrowser.page(editor.get(page));

        assertThat(shown.select("#unreached li").eachText()).containsExactly("Account closed: 2, 3", "No address: 4");
        assertThat(shown.select("#audience .figures div").eachText())
                .contains("Emails, one to each address 1", "Account closed 2", "No address 1");
        assertThat(approver.get(page + "/unreached.csv").body().lines().skip(1))
                .containsExactly(
                        "2,Sample,,two@example.com,Account closed",
                        "3,Sample,,three@example.com,Account closed",
                        "4,Sample,,,No address");
        save(Map.of("clients", "1"));
        assertThat(StaffBrowser.page(editor.get(page)).select("#unreached")).isEmpty();
    }

    @Test
    void aMailThatProgramsWouldCutIsRefusedWithItsSizeAndNothingIsLost() {
        String arabic = "اطّلع أحدهم على فواتيرك وعناوينك. ".repeat(290).strip();
        assertThat(arabic).hasSizeLessThan(10_000);

        Document refused = StaffBrowser.page(save(Map.of("bodyAr", arabic)));

        assertThat(refused.select(".error-summary").text())
                .containsPattern("The email would have \\d\\d,\\d{3} bytes, where 60,000 are allowed");
        assertThat(refused.select("[name=bodyAr]").val()).isEqualTo(arabic);
        assertThat(refused.select("[name=subjectEn]").val()).isEqualTo(WRITTEN.get("subjectEn"));
        assertThat(jdbc.sql("SELECT revision FROM breach_draft")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void theLongestMailThatIsKeptIsAsSmallAsPromisedOnTheWire() {
        int words = 290;
        while (save(Map.of("bodyAr", "اطّلع أحدهم على فواتيرك وعناوينك. ".repeat(words)))
                        .statusCode()
                != 302) {
            words -= 5;
        }
        send(approver, StaffBrowser.page(approver.get(page)), PASSWORD);
        Notice notice = notices.all().getFirst();

        assertThat(List.of("ar", "en"))
                .allSatisfy(variant -> assertThat(files.sample(notice.mailing(), variant, false, TestClock.START))
                        .hasSizeBetween(57_000, 60_000));
    }

    @Test
    void oneThatWasKeptWhenLongerMailsWereCannotBeSent() {
        save(Map.of());
        jdbc.sql("UPDATE breach_draft SET body_ar = :body")
                .param("body", "اطّلع أحدهم على فواتيرك. ".repeat(390))
                .update();

        Document shown = StaffBrowser.page(approver.get(page));

        assertThat(shown.select(".reasons").text()).contains("The email is too long");
        assertThat(shown.select("form[action$=sending]")).isEmpty();
    }

    @Test
    void aTableGivesTheIdsInItsFirstColumn() {
        assertThat(ClientIds.firstColumn("\uFEFFclient_id;name\r\n\"12\";\"A; b\"\r\n13;x\r\n\r\n")
                        .all())
                .containsExactly(12L, 13L);
        assertThat(ClientIds.firstColumn("7\nx\n").nonsense()).containsExactly("x");
    }

    @Test
    void oneThatIsDiscardedTellsNobody() {
        save(Map.of());
        editor.post(page + "/discard", Map.of());

        assertThat(send(approver, StaffBrowser.page(approver.get(page)), PASSWORD)
                        .statusCode())
                .isEqualTo(409);
        assertThat(StaffBrowser.page(editor.get("/admin/notices")).select("#breaches-title"))
                .isEmpty();
        assertThat(notices.all()).isEmpty();
    }

    private HttpResponse<String> save(Map<String, String> otherwise) {
        return save(editor, otherwise);
    }

    private HttpResponse<String> save(StaffBrowser browser, Map<String, String> otherwise) {
        Map<String, String> fields = new TreeMap<>(WRITTEN);
        fields.putAll(otherwise);
        fields.put(
                "revision",
                StaffBrowser.page(browser.get(page))
                        .expectFirst("[name=revision]")
                        .val());
        return browser.post(page, fields);
    }

    private HttpResponse<String> send(StaffBrowser browser, Document seen, String password) {
        List<String> revision =
                seen.select("form[action$=sending] [name=revision]").eachAttr("value");
        List<String> addresses =
                seen.select("form[action$=sending] [name=addresses]").eachAttr("value");
        return browser.post(
                page + "/sending",
                Map.of(
                        "revision", revision.isEmpty() ? "3" : revision.getFirst(),
                        "addresses", addresses.isEmpty() ? "2" : addresses.getFirst(),
                        "password", password));
    }
}
