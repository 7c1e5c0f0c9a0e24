package ps.domain.policy.editing;

import java.util.List;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.WordDiff;
import ps.domain.policy.text.WordDiff.Piece;

/** Two wordings beside each other, in both languages, each with the words marked that the other does not have. */
record Difference(Side ar, Side en) {

    /** One language. */
    record Side(List<Piece> heading, List<Piece> body, List<Piece> otherHeading, List<Piece> otherBody) {

        private static Side of(Wording one, Wording other, Language language) {
            String heading = one.heading().in(language);
            String body = one.body().in(language);
            String otherHeading = other.heading().in(language);
            String otherBody = other.body().in(language);
            return new Side(
                    WordDiff.piecesOf(heading, otherHeading),
                    WordDiff.piecesOf(body, otherBody),
                    WordDiff.piecesOf(otherHeading, heading),
                    WordDiff.piecesOf(otherBody, body));
        }

        /** Whether there is nothing to choose between. */
        public boolean isSame() {
            return heading.stream().noneMatch(Piece::different)
                    && body.stream().noneMatch(Piece::different)
                    && otherHeading.stream().noneMatch(Piece::different)
                    && otherBody.stream().noneMatch(Piece::different);
        }
    }

    static Difference between(Wording one, Wording other) {
        return new Difference(Side.of(one, other, Language.AR), Side.of(one, other, Language.EN));
    }

    /** One language. */
    public Side in(Language language) {
        return switch (language) {
            case AR -> ar;
            case EN -> en;
        };
    }
}
