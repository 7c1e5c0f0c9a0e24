package ps.domain.policy.reading;

import java.util.Optional;
import java.util.regex.Pattern;
import ps.domain.policy.text.Language;

/** What a visitor can ask for that is the same for everybody. Whether it exists is another question. */
sealed interface Address {

    /** The version in force. */
    record InForce(Language language) implements Address, OfPage {
        @Override
        public String rest() {
            return "/privacy";
        }
    }

    /** The list of all versions. */
    record History(Language language) implements Address, OfPage {
        @Override
        public String rest() {
            return "/privacy/versions";
        }
    }

    /** One version, for ever. */
    record Permanent(Language language, int number) implements Address, OfPage {
        @Override
        public String rest() {
            return "/privacy/versions/" + number;
        }
    }

    /** The feed of new versions. */
    record Feed(Language language) implements Address {
        String path() {
            return "/" + language + "/privacy/feed.atom";
        }
    }

    /** The list of addresses for search engines. */
    record Sitemap() implements Address {}

    /** A file that pages need, by its path under {@code /assets/}. */
    record Asset(String path) implements Address {}

    /** An HTML page in a language, which is there in the other one as well. */
    sealed interface OfPage extends Address permits InForce, History, Permanent {

        Language language();

        /** The path behind the language. */
        String rest();

        /** The path, without the context path. */
        default String path() {
            return in(language());
        }

        /** The path of the same page in a language. */
        default String in(Language other) {
            return "/" + other.tag() + rest();
        }
    }

    /**
     * Reads an address. Only one way to write it is understood, so that one page is one address.
     *
     * @param path as in the request, without the context path, not decoded
     */
    static Optional<Address> of(String path) {
        if (path.startsWith(Assets.PREFIX)) {
            return Optional.of(new Asset(path.substring(Assets.PREFIX.length())));
        }
        if (path.equals("/sitemap.xml")) {
            return Optional.of(new Sitemap());
        }
        if (path.length() < "/en/privacy".length() || !path.startsWith("/privacy", 3)) {
            return Optional.empty();
        }
        return Language.ofTag(path.substring(1, 3)).flatMap(language -> of(language, path.substring(11)));
    }

    private static Optional<Address> of(Language language, String rest) {
        if (rest.isEmpty()) {
            return Optional.of(new InForce(language));
        }
        if (rest.equals("/versions")) {
            return Optional.of(new History(language));
        }
        if (rest.equals("/feed.atom")) {
            return Optional.of(new Feed(language));
        }
        if (rest.startsWith("/versions/")) {
            return number(rest.substring("/versions/".length())).map(number -> new Permanent(language, number));
        }
        return Optional.empty();
    }

    private static Optional<Integer> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** The number of a version as addresses write it. */
    Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
}
