package ps.domain.policy.staff;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A reason why a password is refused. There are no rules of composition. */
enum PasswordFlaw {
    /** Fewer than 12 characters. */
    TOO_SHORT,
    /** More than 256 characters. */
    TOO_LONG,
    /** Holds the part of the email address before the at sign. */
    CONTAINS_ADDRESS,
    /** Among the first that anybody would guess. */
    COMMON;

    static final int SHORTEST = 12;

    static final int LONGEST = 256;

    /** A shorter local part is in many a password by chance. */
    private static final int TELLING = 4;

    /** What a guesser tries with figures and signs around it. */
    private static final Set<String> STEMS = Set.of(
            "access",
            "admin",
            "administrator",
            "baseball",
            "batman",
            "changeme",
            "computer",
            "corporation",
            "correcthorsebatterystaple",
            "default",
            "domain",
            "domainps",
            "dragon",
            "facebook",
            "flower",
            "football",
            "freedom",
            "gaza",
            "google",
            "hello",
            "helloworld",
            "hosting",
            "iloveyou",
            "internet",
            "jerusalem",
            "letmein",
            "letmeinplease",
            "login",
            "master",
            "mohammad",
            "mohammed",
            "monkey",
            "mustafa",
            "mynewpassword",
            "mypassword",
            "newpassword",
            "nopassword",
            "palestine",
            "passphrase",
            "password",
            "pleaseletmein",
            "princess",
            "privacy",
            "privacypolicy",
            "qwerty",
            "ramallah",
            "root",
            "samsung",
            "secret",
            "security",
            "shadow",
            "staff",
            "starwars",
            "sunshine",
            "superman",
            "superuser",
            "system",
            "temppassword",
            "test",
            "testpassword",
            "thisismypassword",
            "trustno",
            "user",
            "welcome",
            "whatever",
            "windows",
            "yourpassword");

    /** What fingers do on a keyboard, in rows and in the alphabet, there and back. */
    private static final List<String> ROWS = List.of(
            "abcdefghijklmnopqrstuvwxyz",
            "01234567890123456789",
            "qwertyuiop[]",
            "qwertyuiopasdfghjklzxcvbnm",
            "asdfghjkl;'",
            "zxcvbnm,./",
            "1q2w3e4r5t6y7u8i9o0p",
            "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
            "qazwsxedcrfvtgbyhnujm",
            "!@#$%^&*()_+",
            "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
            "ضصثقفغعهخحجد",
            "شسيبلاتنمكط");

    /** A few characters over and over. */
    private static final Pattern REPETITION = Pattern.compile("(.{1,8}?)\\1+.{0,3}", Pattern.DOTALL);

    private static final int FEW_CHARACTERS = 4;

    /** What stands against this password for this account; nothing if it will do. */
    static Set<PasswordFlaw> of(String password, String email) {
        EnumSet<PasswordFlaw> flaws = EnumSet.noneOf(PasswordFlaw.class);
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST) {
            flaws.add(TOO_SHORT);
        } else if (length > LONGEST) {
            flaws.add(TOO_LONG);
        } else {
            String folded = password.toLowerCase(Locale.ROOT);
            String localPart =
                    email.substring(0, Math.max(0, email.indexOf('@'))).toLowerCase(Locale.ROOT);
            if (localPart.length() >= TELLING && folded.contains(localPart)) {
                flaws.add(CONTAINS_ADDRESS);
            }
            if (isCommon(folded)) {
                flaws.add(COMMON);
            }
        }
        return Collections.unmodifiableSet(flaws);
    }

    private static boolean isCommon(String folded) {
        return folded.chars().distinct().count() <= FEW_CHARACTERS
                || REPETITION.matcher(folded).matches()
                || ROWS.stream().anyMatch(row -> runsAlong(row, folded))
                || STEMS.contains(stemOf(folded.replaceAll("^[^\\p{L}]+|[^\\p{L}]+$", "")))
                || STEMS.contains(stemOf(folded.replaceAll("^[^\\p{L}]+|[^\\p{L}@$]+$", "")));
    }

    private static boolean runsAlong(String row, String folded) {
        String run = folded.substring(0, Math.min(folded.length(), SHORTEST - 3));
        return row.contains(run) || new StringBuilder(row).reverse().indexOf(run) >= 0;
    }

    /** The letters of a word, with the usual figures and signs in it read as such. */
    private static String stemOf(String word) {
        return word.replace('@', 'a')
                .replace('4', 'a')
                .replace('$', 's')
                .replace('5', 's')
                .replace('3', 'e')
                .replace('1', 'i')
                .replace('0', 'o')
                .replaceAll("[^\\p{L}]", "");
    }
}
