package ps.domain.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ps.domain.policy.text.WordDiff.Piece;

class WordDiffTest {

    @ParameterizedTest
    @CsvSource({
        "kept for 30 days, kept for 90 days, kept for [30] days",
        "kept for 90 days, kept for 30 days, kept for [90] days",
        "نحفظ البيانات لديْنا, نحفظ البيانات لدينا, نحفظ البيانات [لديْنا]",
        "**a** b, **a** c, **a** [b]",
        "'', new, ''",
        "new, '', [new]"
    })
    void whatTheOtherTextDoesNotHaveIsMarked(String text, String other, String marked) {
        assertThat(WordDiff.piecesOf(text, other).stream()
                        .map(piece -> piece.different() ? "[" + piece.text() + "]" : piece.text())
                        .collect(Collectors.joining()))
                .isEqualTo(marked);
    }

    @Test
    void noCharacterIsLostHoweverLongAndDifferentTheTextsAre() {
        String text = "a\r\n b  👩‍👩‍👧 ".repeat(30_000);

        assertThat(WordDiff.piecesOf(text, "c d ".repeat(60_000)).stream()
                        .map(Piece::text)
                        .collect(Collectors.joining()))
                .isEqualTo(text);
    }
}
