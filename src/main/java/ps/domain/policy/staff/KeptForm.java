package ps.domain.policy.staff;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import ps.domain.policy.site.RequestPath;
import ps.domain.policy.site.TypedField;

/**
 * A form that was sent when its session had ended, or before its sender was confirmed. Nothing of it has happened; it waits
 * in the session, and nowhere else, until its sender can send it once more.
 *
 * @param to where it was sent to
 * @param fields in the order in which they were sent, without secrets
 * @param sender whose account it waits for, if that was known; nobody else comes by it
 * @param withoutFile whether a file came with it, which is not kept
 */
record KeptForm(StaffPath to, List<Field> fields, @Nullable UUID sender, boolean withoutFile) implements Serializable {

    private static final long serialVersionUID = 1;

    private static final String ATTRIBUTE = "ps.domain.policy.staff.kept-form";

    private static final String TOKEN = "_csrf";

    /** What is about being let in is never sent a second time. */
    private static final List<String> NEVER = List.of(
            "/admin/sign-in",
            "/admin/sign-out",
            "/admin/set-password",
            "/admin/me/second-factor",
            "/admin/me/confirmation",
            "/admin/kept-form");

    private static final Set<String> SECRETS = Set.of("password", "fresh", "repeated");

    /**
     * A field.
     *
     * @param value begins with a line break when it is written into a page, since browsers leave out the first one
     */
    record Field(String name, String value) implements Serializable {

        private static final long serialVersionUID = 1;

        public String written() {
            return "\n" + value;
        }

        /** Whether it is worth showing: something that somebody typed, and not what a page says to itself. */
        public boolean isTyped() {
            return !value.isBlank() && TypedField.is(name, value);
        }
    }

    /**
     * The form in a request, if a browser says that a page of ours sent it (Fetch Metadata, {@code Sec-Fetch-Site}).
     * Without that, another site could have somebody sign in and send what it made up.
     */
    static Optional<KeptForm> sentIn(HttpServletRequest request) {
        String type = request.getContentType();
        boolean fields = type != null && type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
        boolean fieldsAndFiles = type != null && type.startsWith(MediaType.MULTIPART_FORM_DATA_VALUE);
        String path = RequestPath.asked(request);
        if (!isSentByOurPage(request)
                || !(fields || fieldsAndFiles)
                || NEVER.stream().anyMatch(path::startsWith)) {
            return Optional.empty();
        }
        return StaffPath.of(path)
                .map(to -> new KeptForm(to, fields(request), null, fieldsAndFiles && isAnyFileIn(request)))
                .filter(form -> fields || form.isAnythingTyped());
    }

    /** Files are not kept: whoever chose one has to be told to choose it again. */
    private static boolean isAnyFileIn(HttpServletRequest request) {
        try {
            return request.getParts().stream()
                    .anyMatch(part -> part.getSize() > 0 && part.getSubmittedFileName() != null);
        } catch (IOException | ServletException | RuntimeException broken) {
            return true;
        }
    }

    /** The form in a request whose sender is signed in, and whose token is theirs. */
    static KeptForm of(HttpServletRequest request) {
        return new KeptForm(new StaffPath(RequestPath.asked(request)), fields(request), null, false);
    }

    /** Whether a page of ours sent it, and a page is expected in answer. */
    static boolean isSentByOurPage(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return HttpMethod.POST.matches(request.getMethod())
                && accepted != null
                && accepted.contains("text/html")
                && request.getHeader("HX-Request") == null
                && "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
    }

    /** Keeps it until whoever sent it has signed in. */
    void keep(HttpServletRequest request) {
        request.getSession().setAttribute(ATTRIBUTE, this);
    }

    /** Whether there is anything to show, and not a button alone that was pressed. */
    public boolean isAnythingTyped() {
        return fields.stream().anyMatch(Field::isTyped);
    }

    /** The same for its sender alone. */
    KeptForm sentBy(UUID account) {
        return new KeptForm(to, fields, account, withoutFile);
    }

    /** The one that waits in the session, unless it is that of somebody else than whoever is there. */
    static Optional<KeptForm> in(HttpServletRequest request) {
        return whoseverIn(request).filter(KeptForm::isForWhoeverIsHere);
    }

    private boolean isForWhoeverIsHere() {
        return sender == null
                || SignedInStaff.current()
                        .map(StaffPrincipal::id)
                        .or(() -> SignedInStaff.half().map(HalfSignedIn::account))
                        .map(sender::equals)
                        .orElse(true);
    }

    /** The one that waits in the session, whoever is there. */
    static Optional<KeptForm> whoseverIn(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(ATTRIBUTE) instanceof KeptForm kept
                ? Optional.of(kept)
                : Optional.empty();
    }

    /** Forgets the one that waits in the session. */
    static void drop(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.removeAttribute(ATTRIBUTE);
        }
    }

    private static List<Field> fields(HttpServletRequest request) {
        List<Field> fields = new ArrayList<>();
        request.getParameterMap().forEach((name, values) -> {
            if (!name.equals(TOKEN) && !SECRETS.contains(name)) {
                Arrays.stream(values).forEach(value -> fields.add(new Field(name, value)));
            }
        });
        return List.copyOf(fields);
    }
}
