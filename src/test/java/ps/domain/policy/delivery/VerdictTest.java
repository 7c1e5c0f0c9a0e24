package ps.domain.policy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ps.domain.policy.delivery.Answer.Phase;

class VerdictTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    CONNECTION | 421 4.3.2 Shutting down             | RELAY_TROUBLE
                    CONNECTION | 454 4.7.0 TLS not available         | RELAY_TROUBLE
                    CONNECTION | 554 5.7.1 You may not connect       | CONCERNS_EVERYBODY
                    SIGN_IN    | 535 5.7.8 Wrong password            | CONCERNS_EVERYBODY
                    SIGN_IN    | 454 4.7.0 Temporary failure         | RELAY_TROUBLE
                    SIGN_IN    | 250 No mechanism we know            | CONCERNS_EVERYBODY
                    SENDER     | 550 5.7.1 Not your address          | CONCERNS_EVERYBODY
                    SENDER     | 530 5.7.0 Sign in first             | CONCERNS_EVERYBODY
                    SENDER     | 552 5.3.4 Too big                   | CONCERNS_EVERYBODY
                    SENDER     | 421 4.4.2 Timeout                   | RELAY_TROUBLE
                    SENDER     | 451 4.3.0 Later                     | RELAY_TROUBLE
                    SENDER     | 452 4.3.1 Disk full                 | RELAY_TROUBLE
                    RECIPIENT  | 550 5.1.1 No such user              | REFUSED
                    RECIPIENT  | 550 5.1.2 No such domain            | REFUSED
                    RECIPIENT  | 550 5.2.1 Disabled                  | REFUSED
                    RECIPIENT  | 550 No such user                    | REFUSED
                    RECIPIENT  | 553 5.1.3 Bad syntax                | REFUSED
                    RECIPIENT  | 553 5.1.8 Sender's domain not found | CONCERNS_EVERYBODY
                    RECIPIENT  | 552 5.2.2 Mailbox full              | PUT_OFF
                    RECIPIENT  | 552 Quota                           | PUT_OFF
                    RECIPIENT  | 450 4.2.0 Busy                      | PUT_OFF
                    RECIPIENT  | 451 4.3.0 Error                     | PUT_OFF
                    RECIPIENT  | 452 4.2.2 Full                      | PUT_OFF
                    RECIPIENT  | 450 4.7.1 Slower                    | RELAY_TROUBLE
                    RECIPIENT  | 421 4.7.0 Too many connections      | RELAY_TROUBLE
                    RECIPIENT  | 454 4.7.1 Not now                   | RELAY_TROUBLE
                    RECIPIENT  | 550 5.7.1 Relaying denied           | CONCERNS_EVERYBODY
                    RECIPIENT  | 530 Sign in first                   | CONCERNS_EVERYBODY
                    RECIPIENT  | 503 5.5.1 MAIL first                | CONCERNS_EVERYBODY
                    RECIPIENT  | 502 5.5.1 Not implemented           | CONCERNS_EVERYBODY
                    RECIPIENT  | 550 relay not permitted             | CONCERNS_EVERYBODY
                    RECIPIENT  | 550 Sender verify failed            | CONCERNS_EVERYBODY
                    RECIPIENT  | 550 Access denied - Invalid HELO name | CONCERNS_EVERYBODY
                    RECIPIENT  | 513 Relaying denied.                | CONCERNS_EVERYBODY
                    RECIPIENT  | 553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1) | CONCERNS_EVERYBODY
                    RECIPIENT  | 553 sorry, no mailbox here by that name (#5.1.1) | REFUSED
                    RECIPIENT  | 504 5.5.2 <policy>: Helo command rejected: need fully-qualified hostname | CONCERNS_EVERYBODY
                    RECIPIENT  | 550 5.1.0 <a@example.ps>: Sender address rejected: User unknown | CONCERNS_EVERYBODY
                    RECIPIENT  | 504 5.5.2 <a@b>: Recipient address rejected: need fully-qualified address | REFUSED
                    RECIPIENT  | 550 5.1.1 a@example.ps: Relay access denied | REFUSED
                    RECIPIENT  | 550 #5.1.0 Address rejected.        | REFUSED
                    RECIPIENT  | 450 4.1.8 <a@example.ps>: Sender address rejected: Domain not found | RELAY_TROUBLE
                    RECIPIENT  | 451 Sender verification failed, try later | RELAY_TROUBLE
                    RECIPIENT  | 451 4.7.1 Greylisting in action, come back later | PUT_OFF
                    RECIPIENT  | 450 4.7.1 Graylisted                | PUT_OFF
                    RECIPIENT  | 421 4.7.1 Greylisted                | RELAY_TROUBLE
                    FINAL_DOT  | 552 Message size exceeds maximum permitted | CONCERNS_EVERYBODY
                    FINAL_DOT  | 552 5.2.2 Mailbox full              | PUT_OFF
                    DATA       | 451 4.3.0 Later                     | PUT_OFF
                    DATA       | 554 5.5.1 No valid recipients       | REFUSED
                    DATA       | 250 What?                           | RELAY_TROUBLE
                    FINAL_DOT  | 250 2.0.0 Ok                        | ACCEPTED
                    FINAL_DOT  | 251 Ok                              | ACCEPTED
                    FINAL_DOT  | 354 Go on                           | AMBIGUOUS
                    FINAL_DOT  | 451 4.3.0 Later                     | PUT_OFF
                    FINAL_DOT  | 452 4.3.1 Disk full                 | PUT_OFF
                    FINAL_DOT  | 421 4.3.2 Shutting down             | RELAY_TROUBLE
                    FINAL_DOT  | 451 4.7.1 Slower                    | RELAY_TROUBLE
                    FINAL_DOT  | 550 5.1.1 No such user              | REFUSED
                    FINAL_DOT  | 554 5.7.1 Spam                      | CONCERNS_EVERYBODY
                    FINAL_DOT  | 554 5.6.0 Bad content               | CONCERNS_EVERYBODY
                    FINAL_DOT  | 552 5.3.4 Too big                   | CONCERNS_EVERYBODY
                    FINAL_DOT  | 554 Failed                          | REFUSED
                    """)
    void anAnswerMeansTheSameEveryTime(Phase phase, String answer, Verdict verdict) {
        assertThat(Verdict.on(Answer.of(phase, Integer.parseInt(answer.substring(0, 3)), answer)))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTION, RELAY_TROUBLE",
        "SIGN_IN, RELAY_TROUBLE",
        "SENDER, RELAY_TROUBLE",
        "RECIPIENT, RELAY_TROUBLE",
        "DATA, RELAY_TROUBLE",
        "CONTENT, RELAY_TROUBLE",
        "FINAL_DOT, AMBIGUOUS",
    })
    void noAnswerIsAmbiguousOnlyAfterTheFinalDot(Phase phase, Verdict verdict) {
        assertThat(Verdict.on(Answer.none(phase, "Timeout"))).isEqualTo(verdict);
    }
}
