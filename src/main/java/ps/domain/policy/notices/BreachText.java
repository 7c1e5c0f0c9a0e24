package ps.domain.policy.notices;

import ps.domain.policy.text.Language;

/**
 * What a mail says in one language that tells of a breach of personal data.
 *
 * @param body Markdown, as staff have written it
 */
record BreachText(
        Language language,
        String subject,
        String preview,
        String sender,
        String heading,
        String greeting,
        String introduction,
        String body,
        String readLabel,
        String readUrl,
        String reasonTitle,
        String reason,
        String referenceLabel,
        String reference,
        String checkLabel,
        String checkUrl,
        String follows)
        implements MailText {}
