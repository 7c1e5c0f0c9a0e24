package ps.domain.policy.versions;

import ps.domain.policy.text.BilingualText;

/**
 * One heading and its text, in both languages.
 *
 * @param key its anchor
 * @param heading one line, plain
 * @param body Markdown
 */
public record Section(SectionKey key, BilingualText heading, BilingualText body) {}
