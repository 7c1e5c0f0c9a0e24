package ps.domain.policy.text;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A part of a line of a Markdown text. */
public sealed interface Inline {

    /** How the address of a telephone begins. */
    String TEL = "tel:";

    /** Plain text. */
    record Words(String text) implements Inline {}

    /** Plain text in the other direction than its paragraph: numbers in the order of their digits, an address as one. */
    record Isolated(String text) implements Inline {}

    /** Plain text that is code. */
    record Code(String text) implements Inline {}

    /** Emphasis. */
    record Emphasis(List<Inline> text) implements Inline {}

    /** Strong emphasis. */
    record Strong(List<Inline> text) implements Inline {}

    /**
     * A link.
     *
     * @param destination a URI (RFC 3986), or a reference to one, to where a text may lead
     */
    record Link(String destination, List<Inline> text) implements Inline {

        /** The number of a telephone (RFC 3966), if the link leads to one. */
        public Optional<String> telephone() {
            return destination.regionMatches(true, 0, TEL, 0, TEL.length())
                    ? Optional.of(destination.substring(TEL.length()))
                    : Optional.empty();
        }

        /** Whether the words are that number, whatever stands between its digits and in whichever digits. */
        public boolean saysItsNumber() {
            return telephone()
                    .filter(number -> digits(plain(text)).contains(digits(number)))
                    .isPresent();
        }

        private static String digits(String text) {
            return text.codePoints()
                    .filter(Character::isDigit)
                    .map(digit -> Character.digit(digit, 10))
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining());
        }
    }

    /** The end of a line that its author wanted to end here. */
    record Break() implements Inline {}

    /** The words alone. */
    static String plain(List<Inline> text) {
        StringBuilder words = new StringBuilder();
        for (Inline part : text) {
            words.append(
                    switch (part) {
                        case Words plain -> plain.text();
                        case Isolated isolated -> isolated.text();
                        case Code code -> code.text();
                        case Emphasis emphasis -> plain(emphasis.text());
                        case Strong strong -> plain(strong.text());
                        case Link link -> plain(link.text());
                        case Break end -> " ";
                    });
        }
        return words.toString();
    }
}
