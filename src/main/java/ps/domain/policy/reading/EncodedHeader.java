package ps.domain.policy.reading;

import java.nio.charset.StandardCharsets;
import org.apache.tomcat.util.http.MimeHeaders;

/** A header field (RFC 9110, section 6.3) as bytes, encoded once and not for every answer that has it. */
@SuppressWarnings("ArrayRecordComponent") // nothing compares them
record EncodedHeader(byte[] name, byte[] value) {

    static EncodedHeader of(String name, String value) {
        return new EncodedHeader(
                name.getBytes(StandardCharsets.ISO_8859_1), value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Adds it to an answer, which reads the bytes and leaves them as they are. */
    void addTo(MimeHeaders headers) {
        headers.addValue(name, 0, name.length).setBytes(value, 0, value.length);
    }
}
