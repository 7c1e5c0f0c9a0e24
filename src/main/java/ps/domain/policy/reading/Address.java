package ps.domain.policy.reading;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.reading.download.Format;
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

    /** One version as a file. */
    record File(Language language, int number, Format format) implements Address {}

    /** What is different between two versions; with {@code all}, what is the same is unfolded. */
    record Compared(Language language, int from, int to, boolean all) implements Address, OfPage {
        @Override
        public String rest() {
            return "/privacy/compare/" + from + "..." + to;
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
    sealed interface OfPage extends Address permits InForce, History, Permanent, Compared {

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
     * @param query as in the request; what is not known in it is no part of the address
     */
    static Optional<Address> of(String path, @Nullable String query) {
        if (path.startsWith(Assets.PREFIX)) {
            return Optional.of(new Asset(path.substring(Assets.PREFIX.length())));
        }
        if (path.equals("/sitemap.xml")) {
            return Optional.of(new Sitemap());
        }
        if (!path.startsWith("/privacy", LANGUAGE_ENDS)) {
            return Optional.empty();
        }
        return Language.ofTag(path.substring(1, LANGUAGE_ENDS))
                .flatMap(language -> of(language, path.substring(LANGUAGE_ENDS + "/privacy".length()), query));
    }

    private static Optional<Address> of(Language language, String rest, @Nullable String query) {
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
            return version(language, rest.substring("/versions/".length()));
        }
        if (rest.startsWith("/compare/")) {
            return compared(language, rest.substring("/compare/".length()), "show=all".equals(query));
        }
        return Optional.empty();
    }

    private static Optional<Address> version(Language language, String name) {
        int dot = name.indexOf('.');
        return dot < 0
                ? number(name).map(number -> new Permanent(language, number))
                : number(name.substring(0, dot))
                        .flatMap(number -> Format.ofExtension(name.substring(dot + 1))
                                .map(format -> new File(language, number, format)));
    }

    private static Optional<Address> compared(Language language, String numbers, boolean all) {
        int dots = numbers.indexOf("...");
        return dots < 0
                ? Optional.empty()
                : number(numbers.substring(0, dots))
                        .flatMap(from -> number(numbers.substring(dots + "...".length()))
                                .map(to -> new Compared(language, from, to, all)));
    }

    /** The number of a version as addresses write it. */
    static Optional<Integer> number(String text) {
        boolean valid = !text.isEmpty()
                && text.length() <= LONGEST_NUMBER
                && text.charAt(0) != '0'
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return valid ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** Languages have tags of two letters. */
    int LANGUAGE_ENDS = "/en".length();

    /** Of digits, so that it is an integer. */
    int LONGEST_NUMBER = 9;
}
