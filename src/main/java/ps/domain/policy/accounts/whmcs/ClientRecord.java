package ps.domain.policy.accounts.whmcs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;
import ps.domain.policy.accounts.AccountStatus;
import ps.domain.policy.accounts.EmailAddress;
import ps.domain.policy.accounts.imports.Problem;
import ps.domain.policy.accounts.imports.Problem.Kind;
import ps.domain.policy.accounts.imports.StagedRow;
import ps.domain.policy.text.Language;
import tools.jackson.databind.JsonNode;

/**
 * A client as WHMCS has it. It is taken as it is, with a note of what is wrong with it: whoever cannot be mended there must
 * not keep the others out here.
 */
final class ClientRecord {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_EMAIL = 1000;

    private final JsonNode client;
    private final long line;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * A client.
     *
     * @param line where in the list
     */
    ClientRecord(JsonNode client, long line) {
        this.client = client;
        this.line = line;
    }

    /** Its number; 0 where there is none that could be one. */
    long id() {
        String id = text("id").strip();
        return id.matches("[0-9]{1,18}") ? Long.parseLong(id) : 0;
    }

    /** What is kept of it; empty without a number. The language is that of the details, which a list does not have. */
    Optional<StagedRow> read() {
        long id = id();
        if (id == 0) {
            return Optional.empty();
        }
        String name = name("name", text("firstname") + " " + text("lastname"));
        String organization = name("organization", text("companyname"));
        String email = oneLine(text("email"));
        Optional<EmailAddress.Flaw> flaw = email.isEmpty() ? Optional.empty() : EmailAddress.flawIn(email);
        flaw.ifPresent(found -> report("email", Problem.kindOf(found), email, ""));
        return Optional.of(new StagedRow(
                line,
                id,
                name,
                organization,
                email.isEmpty() ? null : oneLine(email.substring(0, Math.min(email.length(), LONGEST_EMAIL))),
                email.isEmpty() || flaw.isPresent() ? null : new EmailAddress(email).key(),
                language(),
                status()));
    }

    /** What is wrong with it, once it is read: by its number, and not by where it stands in a list that changes. */
    List<Problem> problems() {
        return problems;
    }

    /** By its name in English, as WHMCS's translations are called; null for none, and for those that are not spoken here. */
    @Nullable
    Language language() {
        return switch (text("language").strip().toLowerCase(Locale.ROOT)) {
            case "arabic", "ar" -> Language.AR;
            case "english", "en" -> Language.EN;
            default -> null;
        };
    }

    private AccountStatus status() {
        String status = text("status").strip();
        return switch (status.toLowerCase(Locale.ROOT)) {
            case "active" -> AccountStatus.ACTIVE;
            case "inactive" -> AccountStatus.INACTIVE;
            case "closed" -> AccountStatus.CLOSED;
            default -> {
                report("status", Kind.STATUS, status, "");
                yield AccountStatus.INACTIVE; // is told all the same
            }
        };
    }

    private String name(String column, String value) {
        String name = oneLine(StagedRow.withoutDirections(value));
        if (name.codePointCount(0, name.length()) <= LONGEST_NAME) {
            return name;
        }
        report(column, Kind.TOO_LONG, name, Integer.toString(LONGEST_NAME));
        return name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME));
    }

    /** Without controls, ends of lines and halves of characters. */
    private static String oneLine(String value) {
        return value.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}]+", " ").strip().replaceAll(" {2,}", " ");
    }

    /** WHMCS keeps what was typed into its forms as HTML, where an apostrophe can have a name unknown to Spring. */
    private String text(String field) {
        return HtmlUtils.htmlUnescape(client.path(field).asString("").replace("&apos;", "'"));
    }

    private void report(String column, Kind kind, String value, String detail) {
        problems.add(new Problem(id(), column, kind, value, detail));
    }
}
