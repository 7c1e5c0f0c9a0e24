package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.NewVersion;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Version;

@PolicyTest
class RebaseTest {

    private static final Actor HUDA = new Actor(UUID.randomUUID(), "Editor one");
    private static final String PASSWORD = "a-password-for-tests";

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private Drafting drafting;

    @Autowired
    private DraftPages pages;

    @Autowired
    private RevisionPages revisions;

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private TransactionTemplate transactions;

    private StaffBrowser browser;
    private UUID draft;

    @BeforeEach
    void beginADraft() {
        staff.register("one@example.com", "Editor One", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);
        browser = new StaffBrowser(port);
        browser.signIn("one@example.com", PASSWORD);
        draft = drafting.begin(HUDA);
    }

    @Test
    void whatOnlyOneSideChangedIsSettledAndOnlyConflictsAreAsked() {
        edit("children", "Mine.");
        edit("security", "My security.");
        edit("cookies-and-analytics", "Their cookies.");
        publish(sections -> {
            replace(sections, "security", "Their security.");
            replace(sections, "cookies-and-analytics", "Their cookies.");
            replace(sections, "contact", "Their contact.");
        });

        assertThat(page(browser.get("/admin/drafts")).text()).contains("another version was published since");
        Document shown = page(browser.get(path()));
        assertThat(shown.select(".message.warning").text()).contains("Version 2");
        Document rebase = page(browser.get(path() + "/rebase"));
        assertThat(rebase.select("fieldset.resolution").eachAttr("id")).containsExactly("section-security");

        Document asked = page(browser.post(path() + "/rebase", fields(rebase, Map.of())));
        assertThat(asked.select(".error-summary").text()).contains("choose which text stays");

        HttpResponse<String> done =
                browser.post(path() + "/rebase", fields(rebase, Map.of("choice-section:security", "mine")));

        assertThat(StaffBrowser.target(done)).isEqualTo(path());
        assertThat(body("children")).isEqualTo("Mine.");
        assertThat(body("security")).isEqualTo("My security.");
        assertThat(body("contact")).isEqualTo("Their contact.");
        assertThat(pages.page(draft, Language.EN).basedOn()).isEqualTo("2");
        assertThat(pages.page(draft, Language.EN).follow()).isNull();
        assertThat(revisions
                        .of(draft, Optional.of(new SectionKey("contact")), Language.EN)
                        .entries())
                .extracting(RevisionPages.Entry::cause)
                .containsExactly("REBASED");
    }

    @Test
    void aConflictCanBeWrittenAnewAndWhatThatReplacesIsKept() {
        edit("security", "Mine.");
        publish(sections -> replace(sections, "security", "Theirs."));
        Document rebase = page(browser.get(path() + "/rebase"));

        Document refused = page(browser.post(
                path() + "/rebase",
                fields(
                        rebase,
                        Map.of("choice-section:security", "edit", "bodyEn-section:security", "[x](javascript:y)"))));
        assertThat(refused.select(".error-summary a[href=#body-en-section-security]"))
                .hasSize(1);
        assertThat(refused.expectFirst("#body-en-section-security").text()).isEqualTo("[x](javascript:y)");

        browser.post(
                path() + "/rebase",
                fields(rebase, Map.of("choice-section:security", "edit", "bodyEn-section:security", "Both.")));

        assertThat(body("security")).isEqualTo("Both.");
        assertThat(revisions
                        .of(draft, Optional.of(new SectionKey("security")), Language.EN)
                        .entries())
                .extracting(RevisionPages.Entry::cause)
                .containsExactly("REBASED", "EDITED");
    }

    @Test
    void addedRemovedAndMovedSectionsFollowAndARemovalThatMeetsAnEditIsAConflict() {
        drafting.add(draft, new SectionKey("mine"), new BilingualText("لي", "Mine"), HUDA);
        drafting.remove(draft, new SectionKey("security"), HUDA);
        edit("cookies-and-analytics", "Mine.");
        publish(sections -> {
            replace(sections, "security", "Theirs.");
            sections.removeIf(section -> section.key().value().equals("cookies-and-analytics"));
            sections.removeIf(section -> section.key().value().equals("children"));
            sections.add(0, new Section(new SectionKey("theirs"), text("Theirs"), text("Their section.")));
            sections.add(0, sections.removeLast());
        });
        Document rebase = page(browser.get(path() + "/rebase"));
        assertThat(rebase.select("fieldset.resolution").eachAttr("id"))
                .containsExactlyInAnyOrder("section-security", "section-cookies-and-analytics");

        browser.post(
                path() + "/rebase",
                fields(
                        rebase,
                        Map.of("choice-section:security", "theirs", "choice-section:cookies-and-analytics", "theirs")));

        List<String> keys = pages.page(draft, Language.EN).sections().stream()
                .map(DraftPages.SectionEntry::key)
                .toList();
        assertThat(keys)
                .startsWith("contact")
                .contains("mine", "theirs", "security")
                .doesNotContain("cookies-and-analytics", "children");
        assertThat(body("security")).isEqualTo("Theirs.");
    }

    @Test
    void whoeverPutTheSectionsInAnotherOrderKeepsItAndTwoOrdersAreAsked() {
        drafting.move(draft, new SectionKey("children"), -1, HUDA);
        publish(sections -> sections.add(0, sections.removeLast()));
        Document rebase = page(browser.get(path() + "/rebase"));
        assertThat(rebase.select("input[name=order]")).hasSize(2);
        assertThat(page(browser.post(path() + "/rebase", fields(rebase, Map.of())))
                        .select(".error-summary")
                        .text())
                .contains("Choose the order");

        browser.post(path() + "/rebase", fields(rebase, Map.of("order", "theirs")));

        assertThat(pages.page(draft, Language.EN).sections().getFirst().key()).isEqualTo("contact");
    }

    @Test
    void aTitleThatBothChangedIsAConflict() {
        drafting.decide(
                draft,
                new Draft.Details(text("My title"), BilingualText.EMPTY, null, BilingualText.EMPTY, null),
                0,
                HUDA);
        publish(sections -> replace(sections, "security", "Theirs."), text("Their title"));
        Document rebase = page(browser.get(path() + "/rebase"));

        browser.post(path() + "/rebase", fields(rebase, Map.of("choice-title", "theirs")));

        assertThat(pages.page(draft, Language.EN).details().title()).isEqualTo(text("Their title"));
    }

    @Test
    void aDraftThatChangedWhileSomebodyDecidedIsShownAgain() {
        publish(sections -> replace(sections, "security", "Theirs."));
        Document rebase = page(browser.get(path() + "/rebase"));
        edit("security", "Quick.");

        Document again =
                page(browser.post(path() + "/rebase", fields(rebase, Map.of("choice-section:security", "theirs"))));

        assertThat(again.select(".message.warning").text()).contains("changed after you opened this page");
        assertThat(body("security")).isEqualTo("Quick.");
    }

    @Test
    void aDraftOfAVersionThatWasWithdrawnReturnsToTheOneBefore() {
        Version second = publish(sections -> replace(sections, "security", "Theirs."));
        UUID later = drafting.begin(HUDA);
        assertThat(pages.page(later, Language.EN).basedOn()).isEqualTo("2");
        transactions.executeWithoutResult(
                transaction -> versions.withdraw(second, text("A mistake."), Actor.APPLICATION));

        assertThat(pages.page(later, Language.EN).follow()).isEqualTo("1");
        Document rebase = page(browser.get("/admin/drafts/" + later + "/rebase"));
        browser.post("/admin/drafts/" + later + "/rebase", fields(rebase, Map.of()));

        assertThat(pages.section(later, new SectionKey("security"), "", Language.EN)
                        .form()
                        .bodyEn())
                .doesNotContain("Theirs.");
    }

    private Version publish(Consumer<List<Section>> change) {
        return publish(change, versions.timeline().latest().orElseThrow().title());
    }

    private Version publish(Consumer<List<Section>> change, BilingualText title) {
        return transactions.execute(transaction -> {
            Version latest = versions.recordedTimeline().latest().orElseThrow();
            List<Section> sections = new ArrayList<>(latest.sections());
            change.accept(sections);
            return versions.publish(
                    new NewVersion(
                            LocalDate.of(2027, 1, 1), new Material(), title, text("We changed things."), sections),
                    Actor.APPLICATION);
        });
    }

    private static void replace(List<Section> sections, String key, String body) {
        sections.replaceAll(section -> section.key().value().equals(key)
                ? new Section(section.key(), section.heading(), text(body))
                : section);
    }

    private static BilingualText text(String english) {
        return new BilingualText("عربي " + english, english);
    }

    private void edit(String key, String body) {
        DraftPages.SectionPage section = pages.section(draft, new SectionKey(key), "", Language.EN);
        drafting.edit(
                draft,
                new SectionKey(key),
                section.form().revision(),
                section.form().heading(),
                text(body),
                HUDA);
    }

    private String body(String key) {
        return pages.section(draft, new SectionKey(key), "", Language.EN).form().bodyEn();
    }

    private String path() {
        return "/admin/drafts/" + draft;
    }

    private static Map<String, String> fields(Document page, Map<String, String> more) {
        Map<String, String> fields = new HashMap<>();
        page.select("form[action$=/rebase]")
                .select("input[type=hidden], input[type=text], textarea")
                .forEach(field -> fields.put(
                        field.attr("name"), field.tagName().equals("textarea") ? field.wholeText() : field.val()));
        fields.putAll(more);
        return fields;
    }

    private static Document page(HttpResponse<String> response) {
        return StaffBrowser.page(response);
    }
}
