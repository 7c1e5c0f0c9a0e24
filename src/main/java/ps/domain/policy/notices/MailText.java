package ps.domain.policy.notices;

import ps.domain.policy.text.Language;

/** What every mail says in one language, whatever it tells of. */
sealed interface MailText permits ChangeText, CorrectionText, BreachText {

    Language language();

    String subject();

    String preview();

    String sender();

    String heading();

    String greeting();

    String introduction();

    String readLabel();

    String readUrl();

    String reasonTitle();

    String reason();

    String referenceLabel();

    String reference();

    /** Says that what follows is where to check that the mail is genuine. */
    String checkLabel();

    String checkUrl();

    String follows();
}
