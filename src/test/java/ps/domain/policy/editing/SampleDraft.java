package ps.domain.policy.editing;

import java.time.LocalDate;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.SectionKey;

/** A draft that changes one section, on its way to publication. */
final class SampleDraft {

    static final Actor AUTHOR = new Actor(UUID.randomUUID(), "Author");
    static final Actor REVIEWER = new Actor(UUID.randomUUID(), "Reviewer");

    private final Drafting drafting;
    private final Reviewing reviewing;
    private final DraftPages pages;
    private final UUID id;

    SampleDraft(ApplicationContext application) {
        drafting = application.getBean(Drafting.class);
        reviewing = application.getBean(Reviewing.class);
        pages = application.getBean(DraftPages.class);
        id = drafting.begin(AUTHOR);
        drafting.edit(
                id,
                new SectionKey("children"),
                0,
                new BilingualText("الأطفال", "Children"),
                new BilingualText("نص **جديد** تمامًا.", "A **wholly** new text."),
                AUTHOR);
    }

    UUID id() {
        return id;
    }

    /** Its address, or that of a page of it. */
    String path(String page) {
        return "/admin/drafts/" + id + "/" + page;
    }

    DraftPages.Page page() {
        return pages.page(id, Language.EN);
    }

    void decide(boolean material, LocalDate effective) {
        drafting.decide(
                id,
                new Draft.Details(
                        new BilingualText("سياسة الخصوصية", "Privacy Policy"),
                        new BilingualText("غيّرنا جملة.", "We changed a sentence."),
                        material,
                        material ? BilingualText.EMPTY : new BilingualText("خطأ إملائي.", "A typo."),
                        effective),
                page().detailsRevision(),
                AUTHOR);
    }

    /** Returns the revision that was approved. */
    int approve() {
        int revision = page().revision();
        reviewing.submit(id, revision, "", AUTHOR);
        reviewing.approve(id, revision, "", REVIEWER);
        return revision;
    }
}
