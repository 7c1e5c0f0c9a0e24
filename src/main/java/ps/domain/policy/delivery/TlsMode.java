package ps.domain.policy.delivery;

/** How the connection to the relay is protected. Certificate and name are checked wherever there is TLS. */
enum TlsMode {
    /** STARTTLS, except to a relay on the same machine. */
    AUTO,
    /** Changes to TLS before anything is said (RFC 3207), or sends nothing. */
    STARTTLS,
    /** TLS from the first byte (RFC 8314). */
    IMPLICIT,
    /** Not at all: for a trusted network only. */
    NONE
}
