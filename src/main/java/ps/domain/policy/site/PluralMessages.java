package ps.domain.policy.site;

import java.text.ChoiceFormat;
import java.text.FieldPosition;
import java.text.Format;
import java.text.MessageFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ResourceBundleMessageSource;
import ps.domain.policy.text.Language;

/**
 * Messages in which a noun follows its number: in <code>{0,choice,1#one|2#two|3#few|4#many|5#other}</code> the numbers
 * before the signs are forms of the plural, see {@link Language#pluralForm}, and not amounts. A form <code>0#</code> may
 * come before them, for none at all.
 */
final class PluralMessages extends ResourceBundleMessageSource {

    @Override
    protected MessageFormat createMessageFormat(String text, @Nullable Locale locale) {
        MessageFormat message = super.createMessageFormat(text, locale);
        Format[] formats = message.getFormats();
        for (int i = 0; i < formats.length; i++) {
            if (formats[i] instanceof ChoiceFormat choice) {
                message.setFormat(i, new Forms(choice, Language.of(message.getLocale())));
            }
        }
        return message;
    }

    /** A choice by form. It stays a choice, since only then what is chosen may name arguments itself. */
    private static final class Forms extends ChoiceFormat {

        private static final long serialVersionUID = 1L;

        private final Language language;

        private Forms(ChoiceFormat choice, Language language) {
            super(choice.toPattern());
            this.language = language;
        }

        @Override
        public StringBuffer format(double amount, StringBuffer to, FieldPosition place) {
            return format((long) amount, to, place);
        }

        @Override
        public StringBuffer format(long amount, StringBuffer to, FieldPosition place) {
            boolean none = amount == 0 && getLimits()[0] == 0;
            return super.format((double) (none ? 0 : language.pluralForm(amount)), to, place);
        }
    }
}
