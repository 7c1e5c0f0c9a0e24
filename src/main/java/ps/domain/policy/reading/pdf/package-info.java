/**
 * Sets text in Arabic and English on paper: tagged PDF (ISO 32000-1, 14.8) that conforms to PDF/UA-1 (ISO 14289-1).
 * Knows nothing of policies.
 */
@NullMarked
package ps.domain.policy.reading.pdf;

import org.jspecify.annotations.NullMarked;
