package ps.domain.policy.editing;

import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.Language;

/** Saves a section while somebody writes it, and says in a sentence what became of that. */
@RestController
class Autosave {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    private final DraftPages pages;
    private final Drafting drafting;
    private final MessageSource messages;
    private final Clock clock;

    Autosave(DraftPages pages, Drafting drafting, MessageSource messages, Clock clock) {
        this.pages = pages;
        this.drafting = drafting;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * What became of it.
     *
     * @param state {@code saved}, {@code refused}, {@code conflict}, {@code frozen} or {@code closed}
     * @param revision the revision that the editor goes on from; null unless saved
     * @param message a sentence for the person who writes
     */
    record Answer(String state, @Nullable Integer revision, String message) {}

    @PostMapping("/admin/drafts/{id}/sections/{key}/autosave")
    ResponseEntity<Answer> save(
            @PathVariable UUID id, @PathVariable String key, SectionForm form, Actor actor, Locale locale) {
        Problems problems = new Problems(messages, locale);
        form.check(problems);
        if (!problems.isEmpty()) {
            return answer(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "refused",
                    null,
                    locale,
                    problems.all().getFirst().text());
        }
        try {
            int revision = drafting.autosave(
                    id, SectionController.keyOf(key), form.revision(), form.heading(), form.body(), actor);
            return answer(HttpStatus.OK, "saved", revision, locale, CLOCK.format(LocalTime.now(clock)));
        } catch (EditedMeanwhile conflict) {
            DraftPages.SectionPage theirs =
                    pages.section(id, SectionController.keyOf(key), actor.name(), Language.of(locale));
            return answer(HttpStatus.CONFLICT, "conflict", null, locale, theirs.editedBy());
        } catch (DraftInReview frozen) {
            return answer(HttpStatus.CONFLICT, "frozen", null, locale, "");
        } catch (SectionGone | DraftClosed tooLate) {
            return answer(HttpStatus.CONFLICT, "closed", null, locale, "");
        }
    }

    private ResponseEntity<Answer> answer(
            HttpStatus status, String state, @Nullable Integer revision, Locale locale, String argument) {
        String message = messages.getMessage("editing.autosave." + state, new Object[] {argument}, locale);
        return ResponseEntity.status(status).body(new Answer(state, revision, message));
    }
}
