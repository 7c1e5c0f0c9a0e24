package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * From where somebody tries to show who they are, as far as the request says.
 *
 * @param client its address
 * @param device what a browser has that somebody who works here has signed in with, if that is true
 */
record Attempt(String client, Optional<String> device) {

    static Attempt in(HttpServletRequest request) {
        return new Attempt(request.getRemoteAddr(), Devices.tokenIn(request));
    }

    /** Without what only the browser knows. */
    @Override
    public String toString() {
        return "Attempt";
    }
}
