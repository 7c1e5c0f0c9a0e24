package ps.domain.policy.notices;

import java.util.List;
import ps.domain.policy.text.Language;

/**
 * What a mail says in one language that corrects an earlier one.
 *
 * @param introduction what the earlier mail said
 * @param paragraphs what counts now
 * @param because why that is so, as staff have put it
 */
record CorrectionText(
        Language language,
        String subject,
        String preview,
        String sender,
        String heading,
        String greeting,
        String introduction,
        String nowTitle,
        List<String> paragraphs,
        String becauseTitle,
        String because,
        String readLabel,
        String readUrl,
        String historyLabel,
        String historyUrl,
        String reasonTitle,
        String reason,
        String referenceLabel,
        String reference,
        String checkLabel,
        String checkUrl,
        String follows)
        implements MailText {}
