/** A version to keep: as Markdown, text, JSON and PDF. */
@NullMarked
package ps.domain.policy.reading.download;

import org.jspecify.annotations.NullMarked;
