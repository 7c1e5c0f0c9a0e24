package ps.domain.policy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ps.domain.policy.delivery.Answer.Phase;

class AnswerTest {

    @Test
    void theLinesOfAnAnswerBecomeOneWithoutTheirCodes() {
        Answer answer = Answer.of(Phase.RECIPIENT, 550, "550-5.1.1 No such\n550 5.1.1 user\n");

        assertThat(answer.enhancedCode()).isEqualTo("5.1.1");
        assertThat(answer.text()).isEqualTo("5.1.1 No such 5.1.1 user");
    }

    @Test
    void aReplyIsKeptWithoutControlCharactersAndNoLongerThanIsOfUse() {
        assertThat(Answer.of(Phase.RECIPIENT, 550, "550 a\u0000b\u001B[31m\u202Ec")
                        .text())
                .isEqualTo("a b [31m c");
        assertThat(Answer.of(Phase.RECIPIENT, 550, "550 " + "x".repeat(5000)).text())
                .hasSize(500);
        assertThat(Answer.of(Phase.RECIPIENT, 550, "550 " + "x".repeat(499) + "\uD83D\uDE00 more")
                        .text())
                .as("no half of a character, which PostgreSQL would not take")
                .isEqualTo("x".repeat(499));
    }

    @Test
    void onlyAnEnhancedCodeAtTheBeginningIsOne() {
        assertThat(Answer.of(Phase.RECIPIENT, 550, "550 Not 5.1.1 at all").enhancedCode())
                .isNull();
        assertThat(Answer.of(Phase.RECIPIENT, 550, "550 5.1.1.1 no").enhancedCode())
                .isNull();
    }

    @Test
    void anEnhancedCodeThatStandsBehindIsReadWhereItIsMarkedAsSuch() {
        assertThat(Answer.of(Phase.RECIPIENT, 553, "553 sorry, no mailbox here (#5.1.1)\n")
                        .enhancedCode())
                .isEqualTo("5.1.1");
        assertThat(Answer.of(Phase.RECIPIENT, 550, "550 #5.1.0 Address rejected.\n")
                        .enhancedCode())
                .isEqualTo("5.1.0");
    }
}
