package ps.domain.policy.notices;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.delivery.Delivery;
import ps.domain.policy.delivery.DeliveryState;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.Selection;
import ps.domain.policy.notices.NoticePage.Related;
import ps.domain.policy.text.Language;

/** The notices: a list, and for each how far it has come and what was answered. */
@Controller
@RequestMapping("/admin/notices")
class NoticesController {

    private static final int PAGE = 50;

    private final Notices notices;
    private final BreachDrafts breaches;
    private final Audiences audiences;
    private final LateNotices late;
    private final Mailings mailings;
    private final Clock clock;

    NoticesController(
            Notices notices,
            BreachDrafts breaches,
            Audiences audiences,
            LateNotices late,
            Mailings mailings,
            Clock clock) {
        this.notices = notices;
        this.breaches = breaches;
        this.audiences = audiences;
        this.late = late;
        this.mailings = mailings;
        this.clock = clock;
    }

    @GetMapping
    String list(Locale locale, Model model) {
        Language language = Language.of(locale);
        model.addAttribute(
                "notices",
                notices.all().stream().map(notice -> page(notice, language)).toList());
        model.addAttribute("breaches", breaches.open());
        return "notices/list";
    }

    /**
     * {@code state} and {@code code}: of the deliveries to list, none for all; {@code after}: the address behind which to
     * go on.
     */
    @GetMapping("/{id}")
    String show(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable DeliveryState state,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String after,
            Locale locale,
            Model model) {
        Notice notice = notices.notice(id).orElseThrow(NoSuchNotice::new);
        Language language = Language.of(locale);
        Selection which = DeliveriesController.selection(state, code);
        List<Delivery> deliveries = mailings.deliveries(notice.mailing(), which, after, PAGE);
        model.addAttribute("notice", page(notice, language));
        model.addAttribute("audience", audiences.of(notice));
        model.addAttribute(
                "late",
                notice.kind().isAboutNewText()
                        ? late.of(notice.version(), language).stream().toList()
                        : List.of());
        model.addAttribute("state", state);
        model.addAttribute("states", DeliveryState.values());
        model.addAttribute("code", which.code());
        model.addAttribute(
                "retryable",
                which.states().isEmpty() && which.code() == null ? 0 : mailings.retryable(notice.mailing(), which));
        model.addAttribute(
                "deliveries",
                deliveries.stream()
                        .map(delivery -> NoticePage.DeliveryRow.of(delivery, clock.getZone(), language))
                        .toList());
        model.addAttribute(
                "next", deliveries.size() < PAGE ? null : deliveries.getLast().address());
        model.addAttribute(
                "letters",
                mailings.letters(notice.mailing()).stream()
                        .map(NoticePage.LetterRow::of)
                        .toList());
        model.addAttribute("related", relatedTo(notice));
        return "notices/notice";
    }

    /**
     * The part of the page that changes by itself. {@code phase}: the one that is shown; in another, other things can be
     * done.
     */
    @GetMapping("/{id}/progress")
    String progress(
            @PathVariable UUID id, @RequestParam(required = false) @Nullable String phase, Locale locale, Model model) {
        Notice notice = notices.followed(id).orElseThrow(NoSuchNotice::new);
        NoticePage page = page(notice, Language.of(locale));
        model.addAttribute("notice", page);
        model.addAttribute("turned", phase != null && !phase.equals(page.getPhase()));
        return "notices/progress :: progress";
    }

    @GetMapping("/{id}/letters/{variant}")
    ResponseEntity<String> letter(@PathVariable UUID id, @PathVariable String variant) {
        Notice notice = notices.notice(id).orElseThrow(NoSuchNotice::new);
        return mailings.letters(notice.mailing()).stream()
                .filter(letter -> letter.variant().equals(variant))
                .findFirst()
                .map(letter -> MailPreview.inFrame(letter.html()))
                .orElseThrow(NoSuchNotice::new);
    }

    private List<Related> relatedTo(Notice notice) {
        if (notice.kind() == NoticeKind.BREACH) {
            return List.of();
        }
        return notices.about(notice.version()).stream()
                .filter(other -> !other.id().equals(notice.id()))
                .flatMap(other -> relation(notice, other).stream())
                .toList();
    }

    private Optional<Related> relation(Notice notice, Notice other) {
        String relation = null;
        if (other.kind() == NoticeKind.CORRECTION && corrects(other, notice)) {
            relation = "notices.correctedBy";
        } else if (notice.kind() == NoticeKind.CORRECTION && corrects(notice, other)) {
            relation = "notices.corrects";
        } else if (notice.kind() != NoticeKind.CATCH_UP
                && other.kind() == NoticeKind.CATCH_UP
                && other.tellsOf() == notice.tellsOf()) {
            relation = "notices.caughtUp";
        } else if (notice.kind() == NoticeKind.CATCH_UP
                && other.kind() != NoticeKind.CATCH_UP
                && other.tellsOf() == notice.tellsOf()) {
            relation = "notices.catchesUp";
        } else if (other.kind() == NoticeKind.CHANGE
                && notice.kind() == NoticeKind.CHANGE
                && other.tellsOf() > notice.tellsOf()) {
            relation = "notices.again";
        }
        return Optional.ofNullable(relation).map(key -> new Related(key, other.id(), other.reference()));
    }

    private boolean corrects(Notice correction, Notice announcement) {
        return mailings.letters(correction.mailing()).stream()
                .anyMatch(letter -> announcement.reference().equals(NoticePage.LetterRow.correctedBy(letter)));
    }

    private NoticePage page(Notice notice, Language language) {
        return NoticePage.of(notice, mailings.progress(notice.mailing()), clock, language);
    }
}
