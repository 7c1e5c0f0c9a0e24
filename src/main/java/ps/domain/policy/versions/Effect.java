package ps.domain.policy.versions;

import ps.domain.policy.text.BilingualText;

/**
 * What the change of a section means for account holders.
 *
 * @param section a section of the version, or one that it removed
 * @param text one short plain sentence
 */
public record Effect(SectionKey section, BilingualText text) {}
