package ps.domain.policy.reading;

/** How long browsers and proxies may keep what they got (RFC 9111, RFC 8246). */
enum Lifetime {
    /** What can never be different at its address. */
    FOR_EVER("public, max-age=31536000, immutable"),
    /**
     * What another publication or a date changes. Readers ask each time, mostly to hear that nothing has changed; what
     * stands between them and here may answer for ten seconds.
     */
    BRIEFLY("public, max-age=0, s-maxage=10, must-revalidate");

    private final String cacheControl;

    Lifetime(String cacheControl) {
        this.cacheControl = cacheControl;
    }

    /** The value of {@code Cache-Control}. */
    String cacheControl() {
        return cacheControl;
    }
}
