package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.SectionKey;

@PolicyTest
class ReviewPagesTest {

    private static final String PASSWORD = "a-password-for-tests";
    private static final SectionKey RETENTION = new SectionKey("data-retention");

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private Drafting drafting;

    @Autowired
    private DraftPages pages;

    @Autowired
    private ApplicationContext application;

    private StaffPrincipal editor;
    private StaffBrowser huda;
    private StaffBrowser sami;
    private UUID id;
    private String draft = "";

    @BeforeEach
    void aDraftThatIsReady() {
        editor = staff.register("editor@example.com", "Huda", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);
        staff.register("approver@example.com", "Sami", Role.APPROVER, Language.EN, PASSWORD, Actor.APPLICATION);
        huda = signedIn("editor@example.com");
        sami = signedIn("approver@example.com");
        id = drafting.begin(editor.actor());
        draft = "/admin/drafts/" + id;
        drafting.edit(
                id,
                RETENTION,
                0,
                new BilingualText("الاحتفاظ بالبيانات", "Data Retention"),
                new BilingualText("نحتفظ بها 90 يومًا.", "We keep it for 90 days."),
                editor.actor());
        drafting.decide(
                id,
                new Draft.Details(
                        pages.page(id, Language.EN).details().title(),
                        new BilingualText("نحدّد المدة.", "We name the period."),
                        true,
                        BilingualText.EMPTY,
                        LocalDate.of(2027, 1, 1)),
                0,
                editor.actor());
        drafting.explain(
                id,
                Map.of(RETENTION, new BilingualText("تُحذف بعد 90 يومًا.", "It is deleted after 90 days.")),
                0,
                editor.actor());
    }

    @Test
    void theReviewerSeesWhatChangesInBothLanguagesAndEverythingElseFolded() {
        submit();
        Document review = page(sami.get(draft + "/review"));

        Element changed = review.expectFirst("#section-data-retention");
        for (String language : List.of("ar", "en")) {
            Element side = changed.expectFirst(".policy[lang=" + language + "]");
            assertThat(side.select("ins")).as(language).isNotEmpty();
            assertThat(side.select("del")).as(language).isNotEmpty();
        }
        assertThat(changed.select(".effect").text()).contains("It is deleted after 90 days.", "تُحذف بعد 90 يومًا.");
        assertThat(review.select(".reviewed details:not(.comment)")).hasSize(10);
        assertThat(review.select("#section-children > details[open]")).isEmpty();
        assertThat(review.select("#section-children > details").text()).contains("Our services are intended");
        assertThat(review.select(".facts-line").text()).contains("1 changed", "10 unchanged");
        assertThat(review.select("#summary").text()).contains("We name the period.", "نحدّد المدة.");
        assertThat(review.select("main").text()).contains("Submitted by Huda", "1 January 2027", "Material");
    }

    @Test
    void anUpcomingVersionCanBeComparedWithInstead() {
        new SampleVersions(application).minor(LocalDate.of(2027, 1, 1));

        Document byDefault = page(sami.get(draft + "/review"));
        assertThat(byDefault.select(".facts-line").text()).contains("1 changed");
        String other = byDefault.expectFirst("a[href*=against]").attr("href");
        assertThat(other).isEqualTo(draft + "/review?against=2");
        assertThat(page(sami.get(other)).select(".facts-line").text()).contains("2 changed");
        assertThat(page(sami.get(draft + "/review?against=x"))
                        .select(".facts-line")
                        .text())
                .contains("1 changed");
    }

    @Test
    void anEditorCannotApproveOrReturnByPostingEither() {
        submit();

        assertThat(page(huda.get(draft + "/review")).select("[formaction], form[action$=/return]"))
                .isEmpty();
        for (String decision : List.of("approval", "return")) {
            assertThat(huda.post(draft + "/" + decision, remark("Mine.")).statusCode())
                    .isEqualTo(403);
        }
        assertThat(stage()).isEqualTo("in-review");
    }

    @Test
    void anApproverWhoEditedItIsToldWhoElseCouldApprove() {
        staff.register("lina@example.com", "Lina", Role.ADMIN, Language.EN, PASSWORD, Actor.APPLICATION);
        sami.get(draft);
        sami.post(draft + "/sections/children/position", Map.of("to", "up"));
        submit();

        Document review = page(sami.get(draft + "/review"));
        assertThat(review.select("button[formaction$=/approval]")).isEmpty();
        assertThat(review.select("#decision").text()).contains("You edited this draft", "It can be approved by: Lina");
        assertThat(page(sami.get("/admin/drafts")).select("#waiting-title")).isEmpty();

        Document refused = refused(409, sami.post(draft + "/approval", remark("Mine.")));
        assertThat(refused.select(".error-summary").text()).contains("somebody else has to approve it");
        assertThat(refused.expectFirst("#remark").text()).isEqualTo("Mine.");
        assertThat(stage()).isEqualTo("in-review");
    }

    @Test
    void whoMayApproveFindsWhatWaitsAndApprovesIt() {
        assertThat(page(sami.get("/admin/drafts")).select("#waiting-title")).isEmpty();
        submit();
        assertThat(page(huda.get("/admin/drafts")).select("#waiting-title")).isEmpty();
        assertThat(page(huda.get("/admin/drafts")).select("td .badge.in-review").text())
                .isEqualTo("In review");

        Document drafts = page(sami.get("/admin/drafts"));
        assertThat(drafts.select("#waiting-title").text()).isEqualTo("Waiting for your approval: 1");
        assertThat(drafts.select(".message a").attr("href")).isEqualTo(draft + "/review");
        sami.get(draft + "/review");
        HttpResponse<String> approved = sami.post(draft + "/approval", remark("Clear."));

        assertThat(StaffBrowser.target(approved)).isEqualTo(draft + "/review");
        assertThat(page(sami.get(draft + "/review"))
                        .select(".message.success a")
                        .attr("href"))
                .isEqualTo(draft + "/publication");
        Document review = page(huda.get(draft + "/review"));
        assertThat(review.select("main").text()).contains("Approved by Sami", "Clear.");
        assertThat(page(huda.get(draft + "/sections/children"))
                        .select(".message.warning")
                        .text())
                .contains("Approved by Sami", "takes the approval back");
        assertThat(page(huda.get(draft)).select(".message.info").text()).contains("takes the approval back");
    }

    @Test
    void whoReturnsADraftSaysWhyAndNothingTypedIsLost() {
        submit();
        sami.get(draft + "/review");

        Document refused = refused(422, sami.post(draft + "/return", remark(" ")));
        assertThat(refused.select(".error-summary a[href=#remark]")).hasSize(1);
        Document tooLong = refused(422, sami.post(draft + "/return", remark("x".repeat(2_001))));
        assertThat(tooLong.expectFirst("#remark").text()).hasSize(2_001);
        Map<String, String> stale = new HashMap<>(remark("Name the period."));
        stale.put("revision", "1");
        Document changed = refused(409, sami.post(draft + "/return", stale));
        assertThat(changed.select("[role=alert]").text()).contains("Nothing was decided now");
        assertThat(changed.expectFirst("#remark").text()).isEqualTo("Name the period.");
        assertThat(stage()).isEqualTo("in-review");

        sami.post(draft + "/return", remark("Name the period."));
        assertThat(stage()).isEqualTo("writing");
        assertThat(page(huda.get(draft + "/review")).select(".words").text()).contains("Name the period.");
    }

    @Test
    void whoSavesWhileItIsInReviewGetsEverythingBackThatTheyTyped() {
        huda.get(draft + "/sections/children");
        submit();

        HttpResponse<String> late = huda.post(
                draft + "/sections/children",
                Map.of(
                        "headingEn", "Children",
                        "headingAr", "الأطفال",
                        "bodyEn", "Too <b>late</b>",
                        "bodyAr", "فات الأوان",
                        "revision", "0",
                        "then", "draft"));
        assertThat(StaffBrowser.target(late)).isEqualTo(draft);
        Document told = page(huda.get(draft));
        assertThat(told.select("#frozen").text()).contains("Nothing was saved");
        assertThat(told.select("#frozen .text-box").eachText())
                .containsExactlyInAnyOrder("Children", "الأطفال", "Too <b>late</b>", "فات الأوان");
        assertThat(told.select("form[action$=/discard], .row-actions, form[data-propose-key]"))
                .isEmpty();

        huda.post(
                draft + "/details",
                Map.of(
                        "effective", "2027-05-05",
                        "kind", "MINOR",
                        "reasonEn", "A reason.",
                        "summaryEn", "Another summary.",
                        "detailsRevision", "1"));
        assertThat(page(huda.get(draft)).select("#frozen .text-box").eachText())
                .containsExactlyInAnyOrder("2027-05-05", "A reason.", "Another summary.");

        for (String page : List.of("rebase", "import")) {
            assertThat(StaffBrowser.target(huda.get(draft + "/" + page))).isEqualTo(draft);
        }
        Document section = page(huda.get(draft + "/sections/children"));
        assertThat(section.select("textarea[readonly]")).hasSize(2);
        assertThat(section.select("#editor button[name=then], script[src*=editor]"))
                .isEmpty();
        assertThat(section.select(".message").text()).contains("The draft is in review");
    }

    @Test
    void aDraftThatIsNotReadyIsNotSubmittedByPostingEither() {
        drafting.add(id, new SectionKey("transfers"), new BilingualText("نقل", "Transfers"), editor.actor());

        Document review = page(huda.get(draft + "/review"));
        assertThat(review.select("form[action$=/submission]")).isEmpty();
        assertThat(review.select("#reasons a").eachText())
                .containsExactly("“Transfers” has no Arabic text", "“Transfers” has no English text");
        Document refused = refused(409, huda.post(draft + "/submission", remark("")));
        assertThat(refused.select("[role=alert]").text()).contains("Nothing was decided");
        assertThat(stage()).isEqualTo("writing");
    }

    @Test
    void aCommentIsShownWhereItBelongsAndDoneWithFromTheSection() {
        huda.get(draft + "/review");
        comment("section:data-retention", "From <script>alert(1)</script> when on?\n\nمن أي يوم؟");
        comment("", "Read by our lawyer.");
        comment("title", "Is that its name?");
        comment("section:never-there", "Somebody took this out.");

        Document review = page(sami.get(draft + "/review"));
        Element remark = review.expectFirst("#section-data-retention .said li");
        assertThat(remark.expectFirst(".words").wholeText())
                .isEqualTo("From <script>alert(1)</script> when on?\n\nمن أي يوم؟");
        assertThat(remark.text()).contains("Huda");
        assertThat(review.select("#whole .said .words").eachText())
                .containsExactly("Read by our lawyer.", "Somebody took this out.");
        assertThat(review.select("#title .words").text()).isEqualTo("Is that its name?");
        assertThat(review.select("a[href=#said]").text()).isEqualTo("Open comments: 4");

        Document section = page(sami.get(draft + "/sections/data-retention"));
        Element form = section.expectFirst(".said-here form");
        HttpResponse<String> done = sami.post(form.attr("action"), Map.of("section", "data-retention"));
        assertThat(StaffBrowser.target(done)).isEqualTo(draft + "/sections/data-retention");
        Element resolved = page(sami.get(draft + "/sections/data-retention")).expectFirst(".said .resolved");
        assertThat(resolved.text()).contains("Marked as done by Sami");
        sami.post(resolved.expectFirst("form").attr("action"), Map.of("section", ""));
        assertThat(page(sami.get(draft + "/review")).select(".said .resolved")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'a\u202Eb', U+202E",
        "'a\u0000b', U+0000",
        "'[x](javascript:alert(1))', a link may lead to http",
        "' ', Write something first",
        "TOO LONG, 'This is too long: 2,001 characters'"
    })
    void aCommentThatCannotBeKeptIsExplainedAndStaysInItsForm(String hostile, String reason) {
        String typed = hostile.equals("TOO LONG") ? "x".repeat(2_001) : hostile;
        huda.get(draft + "/review");
        Document refused =
                refused(422, huda.post(draft + "/comments", Map.of("item", "section:children", "text", typed)));

        assertThat(refused.select(".error-summary a[href=#comment-section-children]")
                        .text())
                .contains(reason);
        assertThat(refused.select("#section-children details[open] #comment-section-children"))
                .hasSize(1);
        assertThat(refused.expectFirst("#comment-section-children").wholeText())
                .isEqualTo(typed.replace("\u0000", "\uFFFD"));
        assertThat(refused.select("#comment-section-security").text()).isEmpty();
        assertThat(page(huda.get(draft + "/review")).select(".said")).isEmpty();
    }

    @Test
    void theAddressOfAFormLeadsBackToItsPage() {
        for (String form : List.of("submission", "recall", "comments")) {
            assertThat(StaffBrowser.target(huda.get(draft + "/" + form))).isEqualTo(draft + "/review");
        }
        assertThat(huda.get("/admin/drafts/" + UUID.randomUUID() + "/review").statusCode())
                .isEqualTo(404);
        assertThat(huda.post(draft + "/comments", Map.of("item", "nonsense", "text", "x"))
                        .statusCode())
                .isEqualTo(404);
    }

    private void comment(String item, String text) {
        assertThat(huda.post(draft + "/comments", Map.of("item", item, "text", text))
                        .statusCode())
                .isEqualTo(302);
    }

    private void submit() {
        huda.get(draft + "/review");
        assertThat(huda.post(draft + "/submission", remark("Please look.")).statusCode())
                .isEqualTo(302);
    }

    private Map<String, String> remark(String remark) {
        return Map.of("revision", Integer.toString(pages.page(id, Language.EN).revision()), "remark", remark);
    }

    private String stage() {
        return pages.page(id, Language.EN).stage();
    }

    private StaffBrowser signedIn(String email) {
        StaffBrowser browser = new StaffBrowser(port);
        browser.signIn(email, PASSWORD);
        browser.get("/admin/drafts");
        return browser;
    }

    private static Document refused(int status, HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(status);
        return StaffBrowser.page(response);
    }

    private static Document page(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return StaffBrowser.page(response);
    }
}
