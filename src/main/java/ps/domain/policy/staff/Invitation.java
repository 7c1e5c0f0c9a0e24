package ps.domain.policy.staff;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.Language;

/** Somebody to be taken on, as typed. */
record Invitation(String name, String email, String role, String language) {

    Invitation(@Nullable String name, @Nullable String email, @Nullable String role, @Nullable String language) {
        this.name = name == null ? "" : name.strip();
        this.email = email == null ? "" : email.strip();
        this.role = role == null ? "" : role;
        this.language = language == null ? "" : language;
    }

    Optional<Role> chosenRole() {
        return Arrays.stream(Role.values())
                .filter(value -> value.name().equals(role))
                .findFirst();
    }

    Optional<Language> chosenLanguage() {
        return Language.ofTag(language);
    }

    void check(Problems problems) {
        if (name.isEmpty()
                || name.length() > StaffAccount.LONGEST_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            problems.add("name", "staff.invitation.name.missing");
        }
        if (!StaffAccount.canBeAddress(email)) {
            problems.add("email", "staff.invitation.email.missing");
        }
        if (chosenRole().isEmpty()) {
            problems.add("role-EDITOR", "staff.invitation.role.missing");
        }
        if (chosenLanguage().isEmpty()) {
            problems.add("language-ar", "staff.invitation.language.missing");
        }
    }
}
