package ps.domain.policy.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.MessageSource;
import ps.domain.policy.text.Language;

/** A noun agrees with the number before it, whichever that is. */
class PluralMessagesTest {

    private final MessageSource messages = messages();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0       | 0 ثانية       | بقي نحو 0 يوم       | بقي 0 قسم دون تغيير
            1       | ثانية واحدة   | بقي نحو يوم         | بقي قسم واحد دون تغيير
            2       | ثانيتين       | بقي نحو يومين       | بقي قسمان دون تغيير
            3       | 3 ثوانٍ        | بقي نحو 3 أيام      | بقيت 3 أقسام دون تغيير
            10      | 10 ثوانٍ       | بقي نحو 10 أيام     | بقيت 10 أقسام دون تغيير
            11      | 11 ثانية      | بقي نحو 11 يومًا     | بقي 11 قسمًا دون تغيير
            99      | 99 ثانية      | بقي نحو 99 يومًا     | بقي 99 قسمًا دون تغيير
            100     | 100 ثانية     | بقي نحو 100 يوم     | بقي 100 قسم دون تغيير
            101     | 101 ثانية     | بقي نحو 101 يوم     | بقي 101 قسم دون تغيير
            102     | 102 ثانية     | بقي نحو 102 يوم     | بقي 102 قسم دون تغيير
            103     | 103 ثوانٍ      | بقي نحو 103 أيام    | بقيت 103 أقسام دون تغيير
            111     | 111 ثانية     | بقي نحو 111 يومًا    | بقي 111 قسمًا دون تغيير
            1000    | 1,000 ثانية   | بقي نحو 1,000 يوم   | بقي 1,000 قسم دون تغيير
            1000000 | 1,000,000 ثانية | بقي نحو 1,000,000 يوم | بقي 1,000,000 قسم دون تغيير
            """)
    void anArabicNounAgreesWithItsNumber(long count, String seconds, String days, String sections) {
        assertThat(say(Language.AR, "staff.second.wait", count))
                .isEqualTo("كثرت المحاولات. أعد المحاولة بعد " + seconds + ".");
        assertThat(say(Language.AR, "notices.left.days", count)).isEqualTo(days + ".");
        assertThat(say(Language.AR, "reading.comparison.count.unchanged", count))
                .isEqualTo(sections);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 seconds", "1, 1 second", "2, 2 seconds", "11, 11 seconds", "101, 101 seconds"})
    void anEnglishNounAgreesWithItsNumber(long count, String seconds) {
        assertThat(say(Language.EN, "staff.second.wait", count))
                .isEqualTo("Too many attempts. Try again in " + seconds + ".");
    }

    @Test
    void noneAtAllCanHaveWordsOfItsOwn() {
        assertThat(say(Language.AR, "staff.factor.codes.left", 0)).startsWith("لم يبقَ منها شيء");
        assertThat(say(Language.EN, "staff.factor.codes.left", 0)).startsWith("None is left");
        assertThat(say(Language.EN, "staff.factor.codes.left", 2)).isEqualTo("2 are left.");
    }

    @Test
    void theNumberThatCountsNeedNotBeTheFirstArgument() {
        assertThat(say(Language.AR, "staff.mail.link.text", "example.com", 3L)).endsWith("خلال 3 ساعات.");
        assertThat(say(Language.AR, "editing.problem.too-long", 100_000, 100_004))
                .contains("100,004 أحرف", "100,000");
    }

    private String say(Language language, String key, Object... arguments) {
        return messages.getMessage(key, arguments, language.locale());
    }

    private static MessageSource messages() {
        try {
            return new SiteConfiguration().messageSource();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
